//! Port: the system's serial ports, and what tells one USB device from another.

use serde::{Deserialize, Serialize};
use serialport::{ErrorKind, SerialPort, SerialPortType};
use std::time::Duration;

/// A USB device by what it says of itself, so that it is known again under another port's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Device {
    pub vendor: u16,
    pub product: u16,
    /// Many readers have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
}

/// A serial port that the system lists now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// What the system calls it: `COM7`, `/dev/ttyACM0`, `/dev/cu.usbmodem1101`.
    pub name: String,
    /// What the device calls itself.
    pub product: Option<String>,
    /// None where it is no USB device.
    pub device: Option<Device>,
}

/// Every serial port there is now, by name.
pub fn ports() -> Vec<Port> {
    // The crate takes this folder for granted, and a container may lack it.
    if cfg!(target_os = "linux") && !std::path::Path::new("/sys/class/tty").is_dir() {
        return Vec::new();
    }
    let mut ports: Vec<Port> = serialport::available_ports()
        .unwrap_or_default()
        .into_iter()
        // macOS lists each port twice; the other name waits for a modem's carrier.
        .filter(|info| !info.port_name.starts_with("/dev/tty."))
        .map(|info| {
            let usb = match info.port_type {
                SerialPortType::UsbPort(usb) => Some(usb),
                SerialPortType::PciPort
                | SerialPortType::BluetoothPort
                | SerialPortType::Unknown => None,
            };
            Port {
                name: info.port_name,
                product: usb.as_ref().and_then(|usb| usb.product.clone()),
                device: usb.map(|usb| Device {
                    vendor: usb.vid,
                    product: usb.pid,
                    serial: usb.serial_number,
                }),
            }
        })
        .collect();
    ports.sort_by(|a, b| a.name.cmp(&b.name));
    ports
}

/// Why a port couldn't be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Closed {
    #[error("there is no such port")]
    Absent,
    #[error("this account may not use the port")]
    Denied,
    #[error("another program uses the port")]
    Busy,
    #[error("it is no serial port")]
    Broken,
}

/// Opens a port by its name: 8 data bits, no parity, one stop bit, and the line that tells a reader we listen.
pub(super) fn open(name: &str, baud: u32) -> Result<Box<dyn SerialPort>, Closed> {
    serialport::new(name, baud)
        .timeout(Duration::from_millis(100))
        .dtr_on_open(true)
        .open()
        .map_err(|error| match error.kind() {
            ErrorKind::Io(std::io::ErrorKind::NotFound) => Closed::Absent,
            ErrorKind::Io(std::io::ErrorKind::PermissionDenied) => Closed::Denied,
            // What is locked by another program is *no device* to the crate, on every system.
            ErrorKind::NoDevice | ErrorKind::Io(std::io::ErrorKind::WouldBlock) => Closed::Busy,
            ErrorKind::Io(_) | ErrorKind::InvalidInput | ErrorKind::Unknown => Closed::Broken,
        })
}
