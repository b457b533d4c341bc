//! The repository's own files: all of them but what `.gitignore` names.

use std::fs;
use std::path::Path;

use chot_tests::root;

/// A text file of the repository.
pub struct Source {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The file's lines with their numbers, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// The lines that ship: none of a comment, and none from the first test module on.
    pub fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

/// Every text file, sorted by path.
pub fn sources() -> Vec<Source> {
    let ignored: Vec<String> = fs::read_to_string(root().join(".gitignore"))
        .expect(".gitignore is there")
        .lines()
        .map(|line| line.trim_matches('/').to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let mut found = Vec::new();
    collect(&root(), "", &ignored, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The text files whose paths end in one of `endings` and begin with one of `folders`.
pub fn sources_in(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let wanted = |path: &str| {
        folders.iter().any(|folder| path.starts_with(folder))
            && endings.iter().any(|ending| path.ends_with(ending))
    };
    sources()
        .into_iter()
        .filter(|source| wanted(&source.path))
        .collect()
}

fn collect(folder: &Path, path: &str, ignored: &[String], found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the repository opens")
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}/{name}")
        };
        // A name without a slash is ignored wherever it lies, as git does.
        if name == ".git"
            || ignored
                .iter()
                .any(|ignored| *ignored == path || *ignored == name)
        {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &path, ignored, found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.push(Source { path, text });
        }
    }
}
