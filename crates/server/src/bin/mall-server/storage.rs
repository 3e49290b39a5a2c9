//! The data folder and the database, which all commands use.

use std::path::PathBuf;
use std::{env, fs};

use clap::Args;
use mall_contract::MallId;
use mall_server::db::catalogue::{self, MallRow};
use mall_server::db::{Access, Database};
use mall_server::identity::secret::Secret;
use mall_server::text_file;

use crate::outcome::{Outcome, failure};

/// The options that say where data is kept.
#[derive(Args, Debug)]
#[command(next_help_heading = "Data")]
pub struct Storage {
    /// Folder of the server's data
    ///
    /// The folder is created when it does not exist. It holds the database, mall.sqlite, and
    /// secret.key, the secret that links are signed with, which is made when it is first needed.
    /// MALL_SECRET in the environment (64 hexadecimal digits) takes the place of secret.key.
    #[arg(long, global = true, value_name = "DIR", default_value = "data", verbatim_doc_comment)]
    data: PathBuf,
    /// Database to use in place of mall.sqlite in the data folder: sqlite:… or postgres:…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
}

/// A secret as it was read.
pub struct SecretText {
    pub text: String,
    /// The environment variable or the file that has it.
    pub source: String,
}

impl Storage {
    /// Creates the data folder when it does not exist, and returns its path.
    fn folder(&self) -> Outcome<&PathBuf> {
        fs::create_dir_all(&self.data).map_err(|error| {
            format!("The folder {} cannot be created: {error}.", self.data.display())
        })?;
        Ok(&self.data)
    }

    /// Returns the URL of the database.
    pub fn database_url(&self) -> Outcome<String> {
        match &self.database_url {
            Some(url) => Ok(url.clone()),
            None => Ok(format!("sqlite:{}?mode=rwc", self.folder()?.join("mall.sqlite").display())),
        }
    }

    /// Opens the database.
    pub async fn database(&self) -> Outcome<Access> {
        let database = Database::open(&self.database_url()?).await;
        let database =
            database.map_err(|error| format!("The database cannot be opened: {error}."))?;
        Ok(database.access())
    }

    /// Opens the database and finds a mall in it.
    pub async fn database_with(&self, mall: &MallId) -> Outcome<(Access, MallRow)> {
        let mut database = self.database().await?;
        let row = catalogue::mall(&mut *database.read().await.map_err(failure)?, mall)
            .await
            .map_err(failure)?;
        let row = row
            .ok_or_else(|| format!("There is no mall {mall}; `mall-server import` creates one."))?;
        Ok((database, row))
    }

    /// Returns the secret that signs links: `MALL_SECRET`, else that of the data folder.
    pub fn secret(&self) -> Outcome<Secret> {
        if let Ok(text) = env::var("MALL_SECRET") {
            return Ok(Secret::from_hex(&text).ok_or("MALL_SECRET is not 64 hexadecimal digits.")?);
        }
        let path = self.folder()?.join("secret.key");
        Ok(Secret::in_file(&path)
            .map_err(|error| format!("{} cannot be used: {error}.", path.display()))?)
    }

    /// Reads a secret from an environment variable, else from a file of the data folder. Returns it with its source.
    pub fn other_secret(&self, variable: &str, file: &str) -> Outcome<SecretText> {
        if let Ok(text) = env::var(variable) {
            return Ok(SecretText { text, source: variable.to_owned() });
        }
        let path = self.folder()?.join(file);
        let text = text_file::read(&path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        Ok(SecretText { text, source: path.display().to_string() })
    }
}
