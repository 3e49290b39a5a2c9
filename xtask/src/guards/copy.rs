//! A copy of the sources, so that taking a guard out never touches the work at hand.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::Result;

/// Folders of the project's root that hold nothing written by hand.
const EXCLUDED_FOLDERS: [&str; 4] = [".git", "target", "dist", "data"];
/// Libraries for Node, in any folder.
const LIBRARIES: &str = "node_modules";

/// Makes the folder `to` a copy of the project in `from`. Equal files stay untouched, so that cargo does not build them
/// again.
pub fn mirror(from: &Path, to: &Path) -> Result<()> {
    mirror_folder(from, to, &EXCLUDED_FOLDERS)
}

fn mirror_folder(from: &Path, to: &Path, left_out: &[&str]) -> Result<()> {
    fs::create_dir_all(to)?;
    let mut names = BTreeSet::<OsString>::new();
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == LIBRARIES || left_out.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let (source, copy) = (entry.path(), to.join(&name));
        if source.is_dir() {
            mirror_folder(&source, &copy, &[])?;
        } else if fs::read(&copy).ok() != Some(fs::read(&source)?) {
            fs::write(&copy, fs::read(&source)?)?;
        }
        names.insert(name);
    }
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if !names.contains(&entry.file_name()) {
            let path = entry.path();
            if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::mirror;

    #[test]
    fn the_copy_follows_the_original() {
        let folder =
            std::env::temp_dir().join(format!("mall-coupons-mirror-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("inside")).unwrap();
        fs::create_dir_all(from.join("target")).unwrap();
        fs::create_dir_all(from.join("inside/dist")).unwrap();
        fs::write(from.join("inside/a"), "1").unwrap();
        fs::create_dir_all(to.join("gone")).unwrap();
        fs::write(to.join("gone/b"), "2").unwrap();

        mirror(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("inside/a")).unwrap(), "1");
        assert!(!to.join("gone").exists());
        assert!(!to.join("target").exists());
        assert!(to.join("inside/dist").exists());
        let modified = fs::metadata(to.join("inside/a")).unwrap().modified().unwrap();
        mirror(&from, &to).unwrap();
        assert_eq!(fs::metadata(to.join("inside/a")).unwrap().modified().unwrap(), modified);
        fs::remove_dir_all(folder).unwrap();
    }
}
