//! Dials: a camera's exposure and focus, where it has them, in the child that holds the camera.
//!
//! On Linux automatic exposure and automatic focus are switches of their own beside the values; nokhwa hands them on by
//! their V4L2 numbers. On Windows it sets a value and leaves the switch as it is, so a camera that is left to itself there
//! stays so; a dial that is turned by hand is turned on every system, and turned back.

use nokhwa::Camera;
use nokhwa::utils::{
    ControlValueDescription, ControlValueSetter, KnownCameraControl, KnownCameraControlFlag,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Adjust;

// V4L2, camera class (linux/v4l2-controls.h).
const EXPOSURE_AUTO: KnownCameraControl = KnownCameraControl::Other(0x009a_0901);
const EXPOSURE_ABSOLUTE: KnownCameraControl = KnownCameraControl::Other(0x009a_0902);
const FOCUS_AUTO: KnownCameraControl = KnownCameraControl::Other(0x009a_090c);
/// Values of EXPOSURE_AUTO: by hand, and with the aperture left as it is, which is what webcams call automatic.
const BY_HAND: i64 = 1;
const BY_ITSELF: i64 = 3;

/// What was changed, and what it was before.
#[derive(Debug, Default)]
pub(super) struct Dials {
    /// The exposure as the camera chose it: stops are counted from there.
    exposure: Option<Before>,
}

#[derive(Debug)]
struct Before {
    control: KnownCameraControl,
    value: i64,
    least: i64,
    most: i64,
    /// The value of the automatic switch, where there is one.
    automatic: Option<i64>,
}

impl Dials {
    /// Does what it can of it. A camera without the dial, or one that refuses, stays as it is.
    pub(super) fn turn(&mut self, camera: &mut Camera, adjust: Adjust) {
        // The bindings panic over a kind of control that they don't know.
        let turn = AssertUnwindSafe(|| match adjust {
            Adjust::Focus => focus(camera),
            Adjust::Exposure(stops) => self.expose(camera, stops),
            Adjust::Restore => self.restore(camera),
        });
        // Without its dials a camera still gives pictures.
        let _ = catch_unwind(turn);
    }

    fn expose(&mut self, camera: &mut Camera, stops: i8) {
        if self.exposure.is_none() {
            self.exposure = before(camera);
        }
        let Some(before) = &self.exposure else {
            return;
        };
        if before.automatic.is_some() {
            set(camera, EXPOSURE_AUTO, ControlValueSetter::Integer(BY_HAND));
        }
        let factor = f64::from(stops).exp2();
        let value = ((before.value as f64) * factor).round() as i64;
        // Windows counts in stops itself, in whole numbers that are below nothing.
        let value = if before.least < 0 {
            before.value + i64::from(stops)
        } else {
            value
        };
        let value = value.clamp(before.least, before.most);
        set(camera, before.control, ControlValueSetter::Integer(value));
    }

    /// As the camera was; one that was changed by a child before us is left to itself.
    fn restore(&mut self, camera: &mut Camera) {
        match self.exposure.take() {
            Some(before) => {
                set(
                    camera,
                    before.control,
                    ControlValueSetter::Integer(before.value),
                );
                if let Some(automatic) = before.automatic {
                    set(
                        camera,
                        EXPOSURE_AUTO,
                        ControlValueSetter::Integer(automatic),
                    );
                }
            }
            None if value(camera, EXPOSURE_AUTO).is_some() => {
                set(
                    camera,
                    EXPOSURE_AUTO,
                    ControlValueSetter::Integer(BY_ITSELF),
                );
            }
            None => {}
        }
    }
}

/// Has automatic focus look for its distance anew, where it is on.
fn focus(camera: &mut Camera) {
    let on = camera
        .camera_control(FOCUS_AUTO)
        .is_ok_and(|control| control.value() == ControlValueSetter::Boolean(true));
    if on {
        set(camera, FOCUS_AUTO, ControlValueSetter::Boolean(false));
        set(camera, FOCUS_AUTO, ControlValueSetter::Boolean(true));
    }
}

/// How the exposure stands; None where it can't be turned.
fn before(camera: &Camera) -> Option<Before> {
    let automatic = value(camera, EXPOSURE_AUTO);
    let control = [EXPOSURE_ABSOLUTE, KnownCameraControl::Exposure]
        .into_iter()
        .find_map(|control| camera.camera_control(control).ok())?;
    let left_to_itself = control.flag().contains(&KnownCameraControlFlag::Automatic);
    if automatic.is_none() && left_to_itself {
        return None;
    }
    let ControlValueDescription::IntegerRange {
        min, max, value, ..
    } = control.description().clone()
    else {
        return None;
    };
    Some(Before {
        control: control.control(),
        value,
        least: min,
        most: max,
        automatic,
    })
}

fn value(camera: &Camera, control: KnownCameraControl) -> Option<i64> {
    let found = camera.camera_control(control).ok()?.value();
    let ControlValueSetter::Integer(value) = found else {
        return None;
    };
    Some(value)
}

fn set(camera: &mut Camera, control: KnownCameraControl, value: ControlValueSetter) {
    // It says *rejected* also where a camera rounded the value to one of its own.
    let _ = camera.set_camera_control(control, value);
}
