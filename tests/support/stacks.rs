//! Stacks as JSON tells them.

use serde_json::Value;

use super::Row;

impl Row {
    /// The functions of a stack, innermost first; `?` for one without a name.
    pub fn symbols(&self, key: &str) -> Vec<&str> {
        self.frames(key).iter().map(|frame| frame["symbol"].as_str().unwrap_or("?")).collect()
    }

    pub fn frames(&self, key: &str) -> &[Value] {
        self.get(key).as_array().expect("frames")
    }

    /// Whether its stack is within nanosleep itself. When that is over a task may give way to another (in `freezer_count`,
    /// before 6.1), which is told as well.
    pub fn is_asleep(&self) -> bool {
        let stack = self.symbols("stack");
        stack.iter().find(|symbol| !["__schedule", "schedule"].contains(*symbol)) == Some(&"do_nanosleep")
    }

    /// The functions of the program.
    pub fn user_symbols(&self, key: &str) -> Vec<&str> {
        let kernel = self.frames(key).iter().take_while(|frame| frame["module"] == "[kernel]").count();
        self.symbols(key).split_off(kernel)
    }

    /// Whether a function whose name ends so is in a stack.
    pub fn passes(&self, key: &str, function: &str) -> bool {
        self.symbols(key).iter().any(|name| name.ends_with(function))
    }
}
