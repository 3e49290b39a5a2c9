//! What is left until an offer opens: it ticks by itself and redraws nothing else.

use mall_contract::{Moment, Remaining};
use yew::prelude::*;

use crate::host;
use crate::session::Clock;

/// What [`Countdown`] is given.
#[derive(Properties, Clone, PartialEq)]
pub struct CountdownProps {
    /// The end.
    pub until: Moment,
    /// The server's clock.
    pub clock: Clock,
}

/// `2:03:04:05`, each second a new one. A screen reader is not told each second: the sentence
/// beside it names the moment.
#[component]
pub fn Countdown(CountdownProps { until, clock }: &CountdownProps) -> Html {
    let redraw = use_force_update();
    use_effect_with((), move |()| {
        let timer = host::clock::every_second(move || redraw.force_update());
        move || drop(timer)
    });
    html! { <span class="countdown" role="timer" aria-live="off">{ digits(until.remaining(clock.now())) }</span> }
}

fn digits(Remaining { days, hours, minutes, seconds }: Remaining) -> String {
    let clock = format!("{hours:02}:{minutes:02}:{seconds:02}");
    if days > 0 { format!("{days}:{clock}") } else { clock }
}

#[cfg(test)]
mod tests {
    use mall_contract::Remaining;

    #[test]
    fn days_are_shown_only_when_there_are_some() {
        let left = Remaining { days: 0, hours: 1, minutes: 2, seconds: 3 };
        assert_eq!(super::digits(left), "01:02:03");
        assert_eq!(super::digits(Remaining { days: 2, ..left }), "2:01:02:03");
    }
}
