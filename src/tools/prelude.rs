//! What nearly every tool's file names: `use super::prelude::*`.

pub use anyhow::Result;
pub use clap::{Parser, ValueEnum};

pub use super::{Subject, Tool};
pub(crate) use crate::common::skel::{constants, skel};
pub use crate::common::{
    args::{Common, RowArgs, TimeOption, whole},
    clock::Style,
    context::Context,
    field::{Field, Kind, Row, Value},
    rows::Records,
    session,
};
