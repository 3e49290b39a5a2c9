//! The countdown until an offer opens. Only the card that counts down is drawn each second.

use mall_contract::Remaining;
use yew::{Component, html::Scope};

use crate::host::clock::{self, Timer};

/// Redraws a component each second while it counts down.
#[derive(Default)]
pub struct Ticker(Option<Timer>);

impl Ticker {
    /// Starts or stops the countdown.
    pub fn set<C: Component<Message = ()>>(&mut self, is_counting: bool, link: &Scope<C>) {
        if is_counting != self.0.is_some() {
            let link = link.clone();
            self.0 = is_counting.then(|| clock::every_second(move || link.send_message(())));
        }
    }
}

/// Formats the rest as `03:04:05`, or as `2:03:04:05` with days.
pub fn digits(Remaining { days, hours, minutes, seconds }: Remaining) -> String {
    let clock = format!("{hours:02}:{minutes:02}:{seconds:02}");
    if days > 0 { format!("{days}:{clock}") } else { clock }
}

#[cfg(test)]
mod tests {
    use mall_contract::Remaining;

    #[test]
    fn a_countdown_shows_days_only_if_there_are_any() {
        let remaining = Remaining { days: 0, hours: 1, minutes: 2, seconds: 3 };
        assert_eq!(super::digits(remaining), "01:02:03");
        assert_eq!(super::digits(Remaining { days: 2, ..remaining }), "2:01:02:03");
    }
}
