//! What `probebox containers` writes: a table for people, or JSON.

use super::{Container, Pod};
use crate::common::{
    escape::{self, Charset},
    json::{self, Object},
};

const HEADERS: [&str; 8] = ["ID", "NAME", "POD", "IMAGE", "RUNTIME", "CGROUP", "PIDS", "FOUND"];
/// Enough of a long id, as runtimes show it.
const SHORT_ID: usize = 12;

/// A table, each column as wide as it needs to be.
#[must_use]
pub fn table(containers: &[(&Container, Vec<u32>)], charset: Charset) -> Vec<u8> {
    let mut rows = vec![HEADERS.map(|header| header.as_bytes().to_vec())];
    rows.extend(containers.iter().map(|(container, pids)| cells(container, pids)));
    let mut widths = [0; HEADERS.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = escape::text(cell, charset, &mut Vec::new()).max(*width);
        }
    }
    let mut out = Vec::new();
    for row in &rows {
        for (i, cell) in row.iter().enumerate() {
            let columns = escape::text(cell, charset, &mut out);
            let padding = if i + 1 < HEADERS.len() { widths[i] + 1 - columns } else { 0 };
            out.resize(out.len() + padding, b' ');
        }
        out.push(b'\n');
    }
    out
}

fn cells(container: &Container, pids: &[u32]) -> [Vec<u8>; HEADERS.len()] {
    let unknown = || b"-".to_vec();
    [
        container.short_id().to_vec(),
        container.name.clone().unwrap_or_else(unknown),
        container.pod.as_ref().map_or_else(unknown, Pod::label),
        container.image.clone().unwrap_or_else(unknown),
        container.runtime.into(),
        container.cgroup.clone(),
        pids.len().to_string().into(),
        container.found.into(),
    ]
}

/// An object on a line: `cgroup_id`, `cgroup`, `container` (`id`, `name`, `runtime`, `image`), `pod` (`namespace`, `name`,
/// `uid`; null if it has none), `pids`, `found`. What is not known is null.
#[must_use]
pub fn json_line(container: &Container, pids: &[u32]) -> Vec<u8> {
    let mut line = Vec::new();
    let mut object = Object::new(&mut line);
    object.uint("cgroup_id", container.cgroup_id).bytes("cgroup", &container.cgroup);
    object.key("container").extend_from_slice(container.json());
    match &container.pod {
        Some(pod) => object.object("pod", |object| pod.json(object)),
        None => object.null("pod"),
    };
    json::array(pids, object.key("pids"), |pid, out| json::uint((*pid).into(), out));
    object.str("found", container.found);
    drop(object);
    line.push(b'\n');
    line
}

fn known(object: &mut Object<'_>, key: &str, value: Option<&[u8]>) {
    match value {
        Some(value) => object.bytes(key, value),
        None => object.null(key),
    };
}

impl Container {
    /// Its id, or as much of a long one as runtimes show.
    #[must_use]
    pub fn short_id(&self) -> &[u8] {
        let id = self.id.as_bytes();
        let is_long = id.len() == 64 && id.iter().all(u8::is_ascii_hexdigit);
        if is_long { &id[..SHORT_ID] } else { id }
    }

    /// What people call it: its name, or else its id.
    #[must_use]
    pub fn label(&self) -> &[u8] {
        self.name.as_deref().unwrap_or_else(|| self.short_id())
    }

    /// An object of `id`, `name`, `runtime` and `image`; null is what is not known. It is the same in each of a container's rows.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        self.written.0.get_or_init(|| {
            let mut text = Vec::new();
            let mut object = Object::new(&mut text);
            object.str("id", &self.id);
            known(&mut object, "name", self.name.as_deref());
            object.str("runtime", self.runtime);
            known(&mut object, "image", self.image.as_deref());
            drop(object);
            text
        })
    }
}

impl Pod {
    /// What people call it: `NAMESPACE/NAME`, or else its uid.
    #[must_use]
    pub fn label(&self) -> Vec<u8> {
        match (&self.namespace, &self.name) {
            (Some(namespace), Some(name)) => [namespace.as_slice(), name].join(&b'/'),
            (_, name) => name.clone().unwrap_or_else(|| self.uid.clone().into()),
        }
    }

    /// Adds `namespace`, `name` and `uid` to an object; null is what is not known.
    pub fn json(&self, object: &mut Object<'_>) {
        known(object, "namespace", self.namespace.as_deref());
        known(object, "name", self.name.as_deref());
        object.str("uid", &self.uid);
    }
}
