//! What a tool's JSON looks like, as a JSON Schema, from the declarations that its rows are written from.

use super::field::{FieldDoc, Kind, Show};
use super::json::{self, Object};
use super::output::error_key;
use super::rows::Records;

/// One kind of line.
#[derive(Clone, Copy)]
enum Line<'t> {
    Rows(&'t dyn Records),
    Histogram,
    Lost,
    Summary,
}

/// The JSON Schema of a tool's lines: rows of these kinds, or histograms if there are none, and what every tool tells.
/// It is of what is written without `--fields`.
#[must_use]
pub fn schema(tool: &str, about: &str, tables: &[&dyn Records]) -> String {
    let mut lines: Vec<Line<'_>> = tables.iter().map(|table| Line::Rows(*table)).collect();
    if lines.is_empty() {
        lines.push(Line::Histogram);
    }
    lines.extend([Line::Lost, Line::Summary]);
    let mut out = Vec::new();
    Object::new(&mut out)
        .str("$schema", "https://json-schema.org/draft/2020-12/schema")
        .str("title", tool)
        .str("description", about)
        .objects("oneOf", lines, |line, object| match line {
            Line::Rows(table) => row(object, table),
            Line::Histogram => histogram(object),
            Line::Lost => lost(object),
            Line::Summary => summary(object),
        });
    String::from_utf8_lossy(&out).into_owned()
}

/// An object with these members; `fill` describes them, and those that may be absent besides.
fn object_of<'k>(
    object: &mut Object<'_>,
    title: &str,
    required: impl IntoIterator<Item = &'k str>,
    fill: impl FnOnce(&mut Object<'_>),
) {
    object.str("title", title).str("type", "object").object("properties", fill);
    json::array(required, object.key("required"), |key, out| {
        json::string(key.as_bytes(), out);
    });
    object.bool("additionalProperties", false);
}

/// A member of one type, or null where it may be unknown.
fn member(object: &mut Object<'_>, key: &str, kind: &str, nullable: bool, doc: &str) {
    object.object(key, |member| {
        if nullable {
            json::array([kind, "null"], member.key("type"), |kind, out| {
                json::string(kind.as_bytes(), out);
            });
        } else {
            member.str("type", kind);
        }
        if kind == "array" {
            member.object("items", |items| {
                items.str("type", "string");
            });
        }
        member.str("description", doc);
    });
}

fn row(object: &mut Object<'_>, table: &dyn Records) {
    let fields = table.docs();
    let title = if table.are_counts() { "count" } else { "row" };
    let mut required = Vec::new();
    // A stack is there if it is asked for.
    let left_out = |doc: &&FieldDoc| {
        matches!(doc.show, Show::Asked | Show::Text | Show::Contained(_))
            || doc.kind == Kind::Stack && doc.show != Show::Always
    };
    for doc in fields.iter().filter(|doc| !left_out(doc)) {
        required.push(doc.key());
        if doc.kind == Kind::Errno {
            required.push(error_key(&doc.key()));
        }
    }
    object_of(object, title, required.iter().map(String::as_str), |members| {
        for doc in &fields {
            field(members, doc);
        }
    });
}

fn field(members: &mut Object<'_>, doc: &FieldDoc) {
    let key = doc.key();
    if doc.kind == Kind::Stack {
        return stack(members, &key, doc.doc);
    }
    let kind = match doc.kind {
        Kind::Bool => "boolean",
        Kind::Int
        | Kind::Uint
        | Kind::Hex
        | Kind::Octal(_)
        | Kind::Errno
        | Kind::Nanos(..)
        | Kind::Size
        | Kind::Kib
        | Kind::WholeKib
        | Kind::Permille => "integer",
        Kind::Text | Kind::Name | Kind::Addr | Kind::Time => "string",
        Kind::Args | Kind::Hexes | Kind::Stack => "array",
        Kind::Container | Kind::Pod => "object",
    };
    let unit = match doc.kind {
        Kind::Nanos(..) => " In nanoseconds.",
        Kind::Size | Kind::Kib | Kind::WholeKib => " In bytes.",
        Kind::Permille => " In thousandths.",
        Kind::Time => " RFC 3339, nanoseconds and offset.",
        _ => "",
    };
    member(members, &key, kind, true, &format!("{}{unit}", doc.doc));
    match doc.kind {
        Kind::Errno => member(members, &error_key(&key), "string", true, "Name of that error, null for none."),
        Kind::Text => {
            member(members, &format!("{key}_b64"), "string", false, "The exact bytes, if they are not UTF-8.");
            member(members, &format!("{key}_missing"), "integer", false, "How many bytes were cut off, if any.");
        }
        Kind::Args => {
            member(members, &format!("{key}_b64"), "array", false, "The exact bytes, if they are not UTF-8.");
            member(members, &format!("{key}_missing"), "integer", false, "How many are missing or not whole, if any.");
            member(members, &format!("{key}_missing_bytes"), "integer", false, "How many bytes are missing, if any.");
        }
        _ => {}
    }
}

/// Frames, and of what is known of each only address and offset are always there.
fn stack(members: &mut Object<'_>, key: &str, doc: &str) {
    members.object(key, |stack| {
        stack.str("type", "array").object("items", |item| {
            object_of(item, "frame", ["address", "symbol", "offset"], |frame| {
                member(frame, "address", "string", false, "Where it would go on, hexadecimal.");
                member(frame, "symbol", "string", true, "The function, null if it is not known.");
                member(frame, "offset", "integer", false, "Bytes from its beginning, or from the file's.");
                member(frame, "module", "string", false, "The file that the code is of.");
                member(frame, "module_b64", "string", false, "The exact bytes, if they are not UTF-8.");
                member(frame, "file", "string", false, "The file of source, if it is known.");
                member(frame, "line", "integer", false, "The line in it.");
            });
        });
        stack.str("description", doc);
    });
}

fn histogram(object: &mut Object<'_>) {
    let required = ["time", "unit", "key", "count", "sum", "slots", "percentiles"];
    object_of(object, "histogram", required, |members| {
        member(members, "time", "string", false, "When it ended. RFC 3339, nanoseconds and offset.");
        member(members, "unit", "string", false, "Unit of its values.");
        member(members, "key", "object", false, "What it is of; empty for the whole system.");
        member(members, "count", "integer", false, "How many values it holds.");
        member(members, "sum", "integer", false, "Their sum.");
        members.object("slots", |slots| {
            slots.str("type", "array").object("items", |slot| {
                object_of(slot, "slot", ["low", "high", "count"], |members| {
                    member(members, "low", "integer", false, "Least value.");
                    member(members, "high", "integer", false, "Greatest value.");
                    member(members, "count", "integer", false, "How many values it holds.");
                });
            });
        });
        members.object("percentiles", |percentiles| {
            let names = ["p50", "p90", "p99", "p99_9", "p99_99", "max"];
            object_of(percentiles, "percentiles", names, |members| {
                for name in names {
                    member(
                        members,
                        name,
                        "integer",
                        false,
                        "A value that so many are not above, to 1/32; max is exact to a slot.",
                    );
                }
            });
        });
    });
}

fn lost(object: &mut Object<'_>) {
    object_of(object, "lost", ["lost"], causes);
}

fn summary(object: &mut Object<'_>) {
    object_of(object, "summary", ["summary"], |members| {
        members.object("summary", |summary| {
            object_of(summary, "summary", ["tool", "duration_ns", "rows", "lost"], |members| {
                member(members, "tool", "string", false, "The tool's name.");
                member(members, "duration_ns", "integer", false, "How long it traced. In nanoseconds.");
                member(members, "rows", "integer", false, "How many rows it wrote.");
                causes(members);
            });
        });
    });
}

fn causes(members: &mut Object<'_>) {
    members.object("lost", |lost| {
        lost.str("type", "object").str("description", "How many events were lost so far, by cause.");
        lost.object("additionalProperties", |count| {
            count.str("type", "integer");
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::events::Task;
    use crate::common::field::{Field, Value};
    use crate::common::rows::Counts;
    use serde_json::Value as Json;

    type F = Field<Task>;
    const FIELDS: &[F] = &[
        F::new("PID", 6, Kind::Uint, "Process.", |_| 1u32.into()),
        F::new("ERR", 3, Kind::Errno, "Error.", |_| 0.into()),
        F::new("ARGS", 0, Kind::Args, "Arguments.", |r| Value::Text(r.rest)),
        F::new("SECRET", 0, Kind::Size, "Only when asked for.", |_| 1u32.into()).hidden(),
    ];

    #[test]
    fn names_every_key_of_a_row() {
        let schema: Json = serde_json::from_str(&schema("x", "Does.", &[&FIELDS, &Counts(FIELDS)])).expect("parses");
        let row = &schema["oneOf"][0];
        let required: Vec<_> = row["required"].as_array().expect("an array").iter().filter_map(Json::as_str).collect();
        assert_eq!(required, ["pid", "err", "error", "args", "time", "tid", "ppid", "uid", "comm"]);
        let counts = &schema["oneOf"][1];
        assert_eq!(counts["required"], serde_json::json!(["pid", "err", "error", "args", "time"]));
        let known = row["properties"].as_object().expect("an object");
        assert!(required.iter().all(|key| known.contains_key(*key)));
        assert!(
            ["args_b64", "args_missing", "secret_bytes", "comm_b64", "netns"].iter().all(|k| known.contains_key(*k))
        );
        assert_eq!(known["args"]["items"]["type"], "string");
        assert_eq!(known["err"]["type"], serde_json::json!(["integer", "null"]));
        assert_eq!(known["secret_bytes"]["description"], "Only when asked for. In bytes.");
    }

    #[test]
    fn a_tool_without_fields_has_histograms() {
        let schema: Json = serde_json::from_str(&schema("x", "Does.", &[])).expect("parses");
        let titles: Vec<_> = schema["oneOf"].as_array().expect("an array").iter().map(|o| &o["title"]).collect();
        assert_eq!(titles, ["histogram", "lost", "summary"]);
        assert_eq!(schema["oneOf"][0]["properties"]["slots"]["items"]["required"][1], "high");
    }
}
