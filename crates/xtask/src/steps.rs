//! Steps taken one after another, each timed, up to the first that fails; then one account of them all.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::program::Program;

/// The account of the steps taken so far.
#[derive(Default)]
pub struct Steps {
    taken: Vec<Taken>,
    skipped: Vec<&'static str>,
}

struct Taken {
    name: &'static str,
    time: Duration,
    closing: Vec<String>,
    failure: Option<String>,
}

impl Steps {
    /// Takes one step, unless an earlier one failed.
    pub fn take(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        self.take_keeping(name, || (vec![], step()));
    }

    /// Runs a test runner as one step and remembers its own closing lines for the account.
    pub fn take_tests(&mut self, name: &'static str, runner: impl FnOnce() -> Result<Program>) {
        self.take_keeping(name, || match runner() {
            Ok(program) => match program.run_keeping(closes) {
                // A misspelt filter would otherwise pass.
                (closing, Ok(())) if closing.is_empty() => (closing, Err(anyhow!("no test ran"))),
                ran => ran,
            },
            Err(error) => (vec![], Err(error)),
        });
    }

    fn take_keeping(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> (Vec<String>, Result<()>),
    ) {
        if self.failed() {
            self.skipped.push(name);
            return;
        }
        println!("\n── {name}");
        let begun = Instant::now();
        let (closing, ended) = step();
        let failure = ended.err().map(|error| format!("{error:#}"));
        self.taken.push(Taken {
            name,
            time: begun.elapsed(),
            closing,
            failure,
        });
    }

    fn failed(&self) -> bool {
        self.taken.last().is_some_and(|step| step.failure.is_some())
    }

    /// Prints the account: a line for each step, with the runners' closing lines below theirs. Fails where a step did.
    pub fn account(self) -> Result<()> {
        println!("\n── Account");
        for step in &self.taken {
            let state = if step.failure.is_none() {
                "ok"
            } else {
                "FAILED"
            };
            println!("{state:>6} {:>5} s  {}", step.time.as_secs(), step.name);
            for line in &step.closing {
                println!("                 {line}");
            }
        }
        for name in &self.skipped {
            println!("     –              {name}: not reached");
        }
        match self.taken.last() {
            Some(Taken {
                name,
                failure: Some(failure),
                ..
            }) => bail!("the step «{name}» failed: {failure}"),
            _ => Ok(()),
        }
    }
}

/// The lines in which libtest, Vitest and Playwright sum up; libtest's only where it ran or refused anything.
fn closes(line: &str) -> bool {
    let line = line.trim();
    let rust =
        line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed; 0 ignored;");
    let vitest = line.starts_with("Tests ") || line.starts_with("Test Files ");
    let counted = line.split_once(' ').is_some_and(|(count, rest)| {
        count.parse::<u32>().is_ok()
            && ["passed", "failed", "flaky"]
                .iter()
                .any(|word| rest.starts_with(word))
    });
    rust || vitest || counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_every_runner_are_known() {
        for line in [
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.2s",
            " Test Files  7 passed (7)",
            "      Tests  61 passed (61)",
            "  18 passed (41.3s)",
            "  2 failed",
        ] {
            assert!(closes(line), "{line}");
        }
        for line in [
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.0s",
            "running 12 tests",
            "test a_code_in_view_for_an_hour_is_one_entry ... ok",
        ] {
            assert!(!closes(line), "{line}");
        }
    }

    #[test]
    fn nothing_is_taken_after_a_failed_step_and_the_account_names_it() {
        let mut steps = Steps::default();
        let mut reached = false;
        steps.take("first", || Ok(()));
        steps.take("second", || bail!("it broke"));
        steps.take("third", || {
            reached = true;
            Ok(())
        });
        assert!(!reached);
        assert_eq!(steps.skipped, ["third"]);
        let said = steps.account().map_err(|error| error.to_string());
        assert_eq!(said, Err("the step «second» failed: it broke".to_owned()));
    }
}
