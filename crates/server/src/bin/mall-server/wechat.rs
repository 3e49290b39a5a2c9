//! Options of `mall-server serve` about WeChat.

use clap::Args;
use mall_server::wechat::account::{self, JsSdk};
use mall_server::wechat::api::{self, AppSecret};

use crate::outcome::Outcome;
use crate::storage::{SecretText, Storage};
use crate::values::{ApiOrigin, AppId, script};

/// The options about WeChat.
#[derive(Args, Debug)]
#[command(next_help_heading = "WeChat")]
pub struct WeChat {
    /// Mini-program whose users may log in (docs/mini-program.md)
    ///
    /// Its app secret is MALL_WECHAT_SECRET in the environment, else the file wechat-secret of the
    /// data folder.
    #[arg(long, value_name = "APP_ID", verbatim_doc_comment)]
    mini_program: Option<AppId>,
    /// Official account by which pages scan with WeChat's scanner (docs/wechat-scan.md)
    ///
    /// Its app secret is MALL_WECHAT_ACCOUNT_SECRET in the environment, else the file
    /// wechat-account-secret of the data folder.
    #[arg(long, value_name = "APP_ID", verbatim_doc_comment)]
    wechat_account: Option<AppId>,
    /// Origin of WeChat's interface
    #[arg(long, value_name = "ORIGIN", default_value = api::API)]
    wechat_api: ApiOrigin,
    /// Address of WeChat's script for pages
    #[arg(long, value_name = "URL", default_value = account::SCRIPT, value_parser = script)]
    wechat_script: JsSdk,
}

impl WeChat {
    /// Returns the settings of the mini-program, if there is one.
    pub fn mini_program(&self, storage: &Storage) -> Outcome<Option<api::Settings>> {
        let app = |id| self.app(id, storage, "MALL_WECHAT_SECRET", "wechat-secret");
        self.mini_program.as_ref().map(app).transpose()
    }

    /// Returns the settings of the official account, if there is one.
    pub fn account(&self, storage: &Storage) -> Outcome<Option<account::Settings>> {
        let Some(id) = &self.wechat_account else { return Ok(None) };
        let app = self.app(id, storage, "MALL_WECHAT_ACCOUNT_SECRET", "wechat-account-secret")?;
        Ok(Some(account::Settings { app, js_sdk: self.wechat_script.clone() }))
    }

    fn app(
        &self,
        id: &AppId,
        storage: &Storage,
        variable: &str,
        file: &str,
    ) -> Outcome<api::Settings> {
        let SecretText { text, source } = storage.other_secret(variable, file)?;
        let secret = AppSecret::parse(&text).ok_or_else(|| {
            format!("{source} holds no app secret: 16 to 128 letters and digits.")
        })?;
        Ok(api::Settings {
            app_id: id.as_str().to_owned(),
            secret,
            api: self.wechat_api.as_str().to_owned(),
            response_timeout: api::RESPONSE_TIMEOUT,
        })
    }
}
