//! The intents of staff at a till.

use mall_contract::RequestId;

use super::state::counter::Field;
use crate::pages::camera::CameraIntent;

/// An intent of the cashier.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    LogIn,
    /// Changes the password to the typed one.
    ChangePassword,
    LogOut {
        /// Ends the sessions on all devices.
        everywhere: bool,
    },
    /// Changes the text of a field.
    Input(Field, String),
    /// Looks up the typed code.
    CheckCode,
    /// Looks up the last code again.
    CheckAgain,
    /// Opens the camera.
    Scan,
    Camera(CameraIntent),
    Redeem,
    /// Redeems for the amount that was asked about.
    ConfirmAmount,
    /// Corrects the amount that was asked about.
    ReviseAmount,
    NextShopper,
    /// Removes the notice of a parked request.
    Dismiss(RequestId),
    /// Asks for the reason to undo a redemption.
    StartUndo(String),
    CancelUndo,
    /// Undoes the redemption; without a reason here, for the typed one.
    Undo(Option<&'static str>),
    /// Shows the list of a day, by the number of days before today.
    ChooseDay(i64),
    LoadMore,
    /// Saves what the store's tills may redeem offline.
    SaveSettings,
    /// Turns sounds on or off.
    SetSound(bool),
}
