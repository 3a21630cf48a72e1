//! Podman's lists of containers, which hold all of a user's in a file or two.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use super::folder::Folder;
use crate::common::json_strings as json;

/// Below the folders of podman's storage, one of each driver that keeps containers on disk.
pub const DRIVERS: [&str; 2] = ["overlay-containers", "vfs-containers"];
/// In it: those that stay, and those that are removed when they end.
const FILES: [&str; 2] = ["containers.json", "volatile-containers.json"];

/// How long a list counts in which somebody is not.
const FRESH: Duration = Duration::from_secs(1);
/// Lists of more users are not kept at once.
const MAX_USERS: usize = 16;

/// What a list says of a container.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Its first name.
    pub name: Option<Vec<u8>>,
    /// Its image, as its user gave it.
    pub image: Option<Vec<u8>>,
}

type List = HashMap<Vec<u8>, Listed>;

/// The lists that were read, of root and of users, and when.
#[derive(Debug, Default)]
pub struct Lists(HashMap<Option<u32>, (Instant, List)>);

impl Lists {
    /// The container of this id; `open` opens the folders of the storage of its user.
    pub fn find(
        &mut self,
        user: Option<u32>,
        id: &str,
        now: Instant,
        open: impl FnOnce() -> Vec<Folder>,
    ) -> Option<Listed> {
        if let Some((read, list)) = self.0.get(&user) {
            let listed = list.get(id.as_bytes());
            if listed.is_some() || now.saturating_duration_since(*read) < FRESH {
                return listed.cloned();
            }
        } else if self.0.len() == MAX_USERS {
            self.0.clear();
        }
        let mut list = List::new();
        for folder in open().iter().flat_map(|base| DRIVERS.iter().filter_map(|driver| base.folder(driver))) {
            FILES.iter().filter_map(|file| folder.read(file)).for_each(|text| list.extend(parse(&text)));
        }
        let listed = list.get(id.as_bytes()).cloned();
        self.0.insert(user, (now, list));
        listed
    }
}

/// An array of objects; none of it counts if it is no JSON.
fn parse(text: &[u8]) -> List {
    let mut list = List::new();
    let mut item = Item::default();
    let valid = json::each(text, |keys, value| {
        let Some((place, keys)) = keys.split_first() else { return };
        if *place != item.place {
            std::mem::replace(&mut item, Item { place: place.clone(), ..Item::default() }).put_into(&mut list);
        }
        match keys {
            [key] if key == b"id" => item.id = value.to_vec(),
            [key, first] if key == b"names" && first == b"0" => item.name = Some(value.to_vec()),
            [key] if key == b"metadata" => item.metadata = value.to_vec(),
            _ => {}
        }
    });
    item.put_into(&mut list);
    valid.map(|()| list).unwrap_or_default()
}

#[derive(Default)]
struct Item {
    place: Vec<u8>,
    id: Vec<u8>,
    name: Option<Vec<u8>>,
    metadata: Vec<u8>,
}

impl Item {
    fn put_into(self, list: &mut List) {
        let mut image = None;
        // A string that holds JSON.
        let _ = json::each(&self.metadata, |keys, value| {
            if json::is(keys, &["image-name"]) {
                image = Some(value.to_vec());
            }
        });
        if !self.id.is_empty() {
            list.insert(self.id, Listed { name: self.name, image });
        }
    }
}
