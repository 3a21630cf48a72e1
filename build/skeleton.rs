//! Writes a skeleton anew. libbpf-cargo's brings all of its code along for each object, some 6 kB of it: in this one stand the
//! names of the maps and the types, and the code is in `common::skel`, once.

use std::fmt::Write as _;

/// The skeleton of the object that lies packed at this path, from libbpf-cargo's.
pub fn rewrite(theirs: &str, packed: &str) -> Result<String, String> {
    let before =
        |end: &str| theirs.split_once(end).map(|(before, _)| before).ok_or(format!("no {end} in the skeleton"));
    let name = before("SkelBuilder {")?.rsplit(' ').next().unwrap_or_default();
    let object = theirs.split_once(".name(\"").and_then(|(_, rest)| rest.split_once('"'));
    let (object, _) = object.ok_or("no name in the skeleton")?;
    let types = block(&theirs[before("pub mod types {")?.len()..]).ok_or("no end of the types in the skeleton")?;

    let mut maps = map_names(theirs);
    let constants = maps.iter().position(|(_, field)| *field == "rodata").map(|index| maps.remove(index).0);
    maps.retain(|(map, _)| !map.starts_with(".rodata."));
    let listed = maps.iter().fold(String::new(), |mut all, (map, field)| {
        let _ = write!(all, " {field} = {map:?},");
        all
    });
    let constants = constants.map(|map| format!("constants {map:?};")).unwrap_or_default();
    Ok(format!(
        "pub use self::imp::*;\nmod imp {{\n    crate::common::skel::skeleton! {{\n        \
         {name}SkelBuilder, Open{name}Skel, {name}Skel: {object:?}, {packed:?};\n        {constants} maps {{{listed} }}\n    \
         }}\n    {types}\n}}\n"
    ))
}

/// The text up to the brace that closes its first one.
fn block(text: &str) -> Option<&str> {
    let mut depth = 0;
    let end = text.find(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == '}' && depth == 0
    })?;
    text.get(..=end)
}

/// Each map's name, and the name of its field.
fn map_names(code: &str) -> Vec<(&str, &str)> {
    let lines = code.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => "));
    let mut maps: Vec<_> = lines.filter_map(|(map, rest)| Some((map, rest.strip_suffix(" = Some(map),")?))).collect();
    let mut seen = Vec::new();
    maps.retain(|map| {
        !seen.contains(map) && {
            seen.push(*map);
            true
        }
    });
    maps
}
