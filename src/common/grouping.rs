//! Whose the rows of a table of sums are, and which of them are told together: those of a container, of a pod, of a
//! cgroup, or what is equal in a column that tells rows apart.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Result;
use libbpf_rs::skel::OpenSkel;

use super::{
    args::Usage,
    cgroups::CgroupPaths,
    containers::Container,
    context::Context,
    events::Task,
    field::{Field, Kind, Row, Value},
    groups::{Decider, Labels, Told},
    output::{Format, OutputArgs, Table},
    session::Opened,
    sums::{self, Key, Sum, Total},
};

/// What rows are told together by.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ByArg {
    /// Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub by: Vec<String>,
}

/// Whose a row is.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// The container, if rows tell of any and it is in one.
    pub container: Option<Arc<Container>>,
    /// The cgroup's path, if rows are told together by cgroups and it is known.
    pub path: Option<Vec<u8>>,
}

impl<K: Key, V> Sum<K, V> {
    /// The task that its row is about, as far as sums know it.
    #[must_use]
    pub fn task(&self, ktime: u64) -> Task {
        Task { ktime, cgroup_id: self.key.cgroup_id(), ..Task::NOBODY }
    }

    /// Its row.
    #[must_use]
    pub fn row<'a>(&'a self, task: &'a Task) -> Row<'a, Self> {
        Row { container: self.owner.container.as_ref(), ..Row::of(self, task) }
    }
}

/// What a row is told together by, if it is no column of the tool's: name, and the column then.
fn groups<K: Key, V>() -> [(&'static str, Field<Sum<K, V>>); 3] {
    let [.., container, pod, _, _, _] = Field::<Sum<K, V>>::OWNED;
    let cgroup = Field::<Sum<K, V>>::new("CGROUP", 32, Kind::Text, "Path of the cgroup; its id if it is gone.", |r| {
        let id = || Value::Name(format!("id {}", r.event.key.cgroup_id()).into());
        r.event.owner.path.as_deref().map_or_else(id, Value::Text)
    });
    [("container", container.always()), ("pod", pod.always()), ("cgroup", cgroup)]
}

/// Which rows are told together.
pub struct Grouping<K: 'static, V: 'static> {
    by: Vec<Field<Sum<K, V>>>,
    paths: Option<CgroupPaths>,
    /// Rows have the container of their cgroup.
    labels: Option<Labels>,
    /// Rows are of a cgroup each.
    has_groups: bool,
    /// Containers are chosen.
    chooses: bool,
    decider: Decider,
}

impl<K: Key, V: Total> Grouping<K, V> {
    /// The columns that rows are told together by, of those that `args` names.
    fn columns(args: &ByArg, fields: &[Field<Sum<K, V>>]) -> Result<Vec<Field<Sum<K, V>>>> {
        let apart = || fields.iter().filter(|field| field.doc.apart);
        let find = |word: &String| {
            let group = groups().into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, field)| field);
            group.or_else(|| apart().find(|field| field.doc.is_called(word)).map(|field| field.always())).ok_or_else(
                || {
                    let known = groups::<K, V>().map(|(name, _)| name.to_owned()).into_iter();
                    let known: Vec<_> = known.chain(apart().map(|field| field.doc.key())).collect();
                    let word: String = word.chars().take(60).collect();
                    Usage(format!("--by: there is no '{word}'; there are {}", known.join(", "))).into()
                },
            )
        };
        args.by.iter().map(find).collect()
    }

    /// Whether counts may have to be held back.
    #[must_use]
    pub fn chooses(&self) -> bool {
        self.chooses
    }

    /// Takes out of `all`, by the bytes of its keys, what is known to be wanted; what is not is forgotten, and what may yet be stays.
    pub fn admit(&self, all: &mut BTreeMap<Vec<u8>, V>, is_end: bool) -> BTreeMap<Vec<u8>, V> {
        let before = std::mem::take(all);
        if !self.chooses {
            return before;
        }
        let mut wanted = BTreeMap::new();
        for (bytes, total) in &before {
            let Ok(key) = sums::decode::<K>(bytes) else { continue };
            match self.decider.verdict(key.cgroup_id(), is_end) {
                Some(true) => {
                    let key = if self.has_groups { *key } else { key.without_group() };
                    // SAFETY: keys are plain data without padding.
                    sums::add(&mut wanted, unsafe { plain::as_bytes(&key) }, total);
                }
                Some(false) => {}
                None => sums::add(all, bytes, total),
            }
        }
        wanted
    }

    /// Tells rows together, and says whose they are.
    pub fn tell(&mut self, rows: Vec<Sum<K, V>>) -> Vec<Sum<K, V>> {
        let rows = match &mut self.labels {
            None => rows,
            Some(labels) => {
                let label = |mut sum: Sum<K, V>| {
                    if let Told::Wanted(label) = labels.of(sum.key.cgroup_id(), 0) {
                        sum.owner.container.clone_from(&label.container);
                    }
                    sum
                };
                let rows = rows.into_iter().map(label).collect();
                labels.forget();
                rows
            }
        };
        if self.by.is_empty() { rows } else { self.together(rows) }
    }

    fn together(&mut self, rows: Vec<Sum<K, V>>) -> Vec<Sum<K, V>> {
        let mut together: BTreeMap<Vec<Vec<u8>>, Sum<K, V>> = BTreeMap::new();
        if let Some(paths) = &mut self.paths {
            paths.learn(rows.iter().map(|sum| sum.key.cgroup_id()));
        }
        for mut sum in rows {
            if let Some(paths) = &self.paths {
                sum.owner.path = paths.path(sum.key.cgroup_id()).map(<[u8]>::to_vec);
            }
            let task = sum.task(0);
            let values: Vec<_> = self.by.iter().map(|field| identity((field.get)(&sum.row(&task)))).collect();
            match together.get_mut(&values) {
                Some(first) => first.total.add(&sum.total),
                None => _ = together.insert(values, sum),
            }
        }
        together.into_values().collect()
    }
}

/// What is equal of equal values, and of no others.
fn identity(value: Value<'_>) -> Vec<u8> {
    match value {
        Value::Text(bytes) | Value::Cut { bytes, .. } => [b"t", bytes].concat(),
        Value::Container(container) => [b"c", container.id.as_bytes()].concat(),
        Value::Pod(pod) => [b"p", pod.uid.as_bytes()].concat(),
        other => format!("{other:?}").into_bytes(),
    }
}

/// A table of sums, and which of its rows are told together.
pub type Prepared<K, V> = (Table<Sum<K, V>>, Vec<Field<Sum<K, V>>>, Grouping<K, V>);

impl<O: OpenSkel<'static>> Opened<'_, O> {
    /// Chooses the columns of a table of sums, with those of containers where a row is one process's, and has the programs
    /// and the session know what these need.
    ///
    /// # Errors
    /// A field or something to tell rows together by that is asked for and unknown.
    pub fn prepare_sums<K: Key, V: Total>(
        &mut self,
        fields: &[Field<Sum<K, V>>],
        by: &ByArg,
        args: &OutputArgs,
    ) -> Result<Prepared<K, V>> {
        let by = Grouping::columns(by, fields)?;
        let owned = K::HAS_OWNER && by.is_empty();
        if owned {
            self.expect_pods();
        }
        let rest = fields.iter().filter(|field| by.is_empty() || !field.doc.apart && !field.doc.whole);
        let fields: Vec<_> = by.iter().chain(rest).copied().collect();
        let table = self.cx.table_of_sums(&fields, owned, args)?;
        let is_by = |name| by.iter().any(|field| field.doc.key() == name);
        let tells = table.tells_containers();
        let chooses = K::HAS_GROUP && self.chooses_containers();
        let paths = is_by("cgroup").then(CgroupPaths::default);
        let has_groups = tells || paths.is_some() || table.shows("cgroup");
        self.frame.by_cgroup = has_groups.into();
        if tells || paths.is_some() {
            self.keep_files();
        }
        self.names_containers(tells && args.format() != Format::Json || is_by("container") || is_by("pod"));
        let labels = tells.then(|| Labels::new(&self.cx.groups, tells, false));
        let decider = Decider::new(&self.cx.groups, chooses);
        if !chooses {
            let maps = self.open_object_mut().maps_mut();
            let mut apart = maps.filter(|map| map.name().to_string_lossy().contains(sums::APART));
            apart.try_for_each(|mut map| map.set_autocreate(false))?;
        }
        Ok((table, fields, Grouping { by, paths, labels, has_groups, chooses, decider }))
    }
}

impl Context {
    /// A table of sums: in text the time stands above it, not in each row. `owned`: a row is of one process.
    ///
    /// # Errors
    /// A field that is asked for and unknown.
    pub fn table_of_sums<T>(&self, fields: &[Field<T>], owned: bool, args: &OutputArgs) -> Result<Table<T>> {
        let options: Vec<_> = self.options.iter().map(String::as_str).collect();
        let time = args.time.filter(|_| args.format() != Format::Text);
        let args = OutputArgs { time, ..args.clone() };
        Ok(if owned { Table::of_owned(fields, &args, &options)? } else { Table::of_counts(fields, &args, &options)? })
    }
}
