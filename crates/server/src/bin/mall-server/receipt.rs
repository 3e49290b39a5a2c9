//! Options of `mall-server serve` about the receipt after a payment.

use clap::{Args, ValueEnum};
use mall_server::Origin;
use mall_server::config::{ReceiptCheck, ReceiptConfig};

/// The options about the receipt.
#[derive(Args, Debug)]
#[command(next_help_heading = "Receipt after a payment (docs/receipt.md)")]
pub struct Receipt {
    /// Meaning of a wrong or missing check code
    #[arg(long, value_enum, value_name = "CHECK", default_value = "enforce")]
    receipt_check: Check,
    /// Another origin whose pages may show the receipt in a frame; can be given several times
    #[arg(long = "receipt-parent", value_name = "ORIGIN")]
    receipt_parents: Vec<Origin>,
    /// Height of the receipt's frame, 600 to 960 on a design 640 wide
    #[arg(long, value_name = "HEIGHT", default_value_t = 960,
          value_parser = clap::value_parser!(u16).range(600..=960))]
    receipt_height: u16,
}

/// The meaning of a wrong or missing check code, as an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    /// it is ignored: anybody who knows an order's number sees its receipt
    Off,
    /// it is logged, and the receipt is shown
    Warn,
    /// the order counts as unknown
    Enforce,
}

impl From<Check> for ReceiptCheck {
    fn from(check: Check) -> Self {
        match check {
            Check::Off => Self::Off,
            Check::Warn => Self::Warn,
            Check::Enforce => Self::Enforce,
        }
    }
}

impl From<Receipt> for ReceiptConfig {
    fn from(options: Receipt) -> Self {
        let mut config = Self {
            check: options.receipt_check.into(),
            height: options.receipt_height,
            ..Self::default()
        };
        let parents = options.receipt_parents.iter().map(|origin| origin.as_str().to_owned());
        config.parents.extend(parents);
        config
    }
}
