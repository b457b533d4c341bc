//! The keeper before ports that are pseudo-terminals, and a list of ports that the test writes.

use super::*;
use serialport::TTYPort;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

#[derive(Default)]
struct Notes {
    texts: Mutex<Vec<Vec<u8>>>,
    readers: Mutex<Vec<Reader>>,
}

impl Ear for Notes {
    fn text(&self, text: Vec<u8>) {
        self.texts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(text);
    }

    fn readers(&self, readers: Vec<Reader>) {
        *self.readers.lock().unwrap_or_else(PoisonError::into_inner) = readers;
    }
}

impl Notes {
    fn wait_for(&self, count: usize) -> Vec<Vec<u8>> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let texts = self.texts.lock().unwrap().clone();
            if texts.len() >= count {
                return texts;
            }
            assert!(Instant::now() < end, "only {texts:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn states(&self) -> Vec<(String, State)> {
        let readers = self.readers.lock().unwrap();
        readers
            .iter()
            .map(|reader| (reader.port.clone(), reader.state))
            .collect()
    }
}

fn device(serial: &str) -> Option<Device> {
    Some(Device {
        vendor: 0x0c2e,
        product: 0x0b6a,
        serial: Some(serial.to_owned()),
    })
}

fn listed(name: &str, device: Option<Device>) -> Port {
    Port {
        name: name.to_owned(),
        product: Some("Reader".to_owned()),
        device,
    }
}

/// What opening a port gives.
type Opened = Result<Box<dyn SerialPort>, Closed>;

/// Ports and what stands behind them: a test plugs and unplugs.
#[derive(Clone, Default)]
struct Hub {
    list: Arc<Mutex<Vec<Port>>>,
    behind: Arc<Mutex<BTreeMap<String, Opened>>>,
}

impl Hub {
    /// Plugs a reader in and gives its end.
    fn plug(&self, name: &str, of: Option<Device>) -> TTYPort {
        let (reader, ours) = TTYPort::pair().unwrap();
        self.list.lock().unwrap().push(listed(name, of));
        self.behind
            .lock()
            .unwrap()
            .insert(name.to_owned(), Ok(Box::new(ours)));
        reader
    }

    fn unplug(&self, name: &str, reader: TTYPort) {
        self.list.lock().unwrap().retain(|port| port.name != name);
        drop(reader);
    }

    fn keeper(&self, port: Wanted, notes: &Arc<Notes>) -> Keeper {
        let (list, behind) = (Arc::clone(&self.list), Arc::clone(&self.behind));
        Keeper::new(
            Choice {
                port,
                ..Choice::default()
            },
            Arc::clone(notes) as Arc<dyn Ear>,
            Box::new(move || list.lock().unwrap().clone()),
            Box::new(move |name, _| {
                behind
                    .lock()
                    .unwrap()
                    .remove(name)
                    .unwrap_or(Err(Closed::Absent))
            }),
        )
    }
}

/// Looks until the readers are as wanted.
fn look_until(keeper: &mut Keeper, notes: &Notes, wanted: &[(&str, State)]) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        keeper.look();
        let states = notes.states();
        let same = states.len() == wanted.len()
            && states
                .iter()
                .zip(wanted)
                .all(|((port, state), (name, want))| port == name && state == want);
        if same {
            return;
        }
        assert!(Instant::now() < end, "{states:?} are not {wanted:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn every_usb_port_is_listened_to_and_no_other() {
    let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
    let mut one = hub.plug("port-1", device("A"));
    let mut two = hub.plug("port-2", device("B"));
    let _other = hub.plug("port-3", None);
    let mut keeper = hub.keeper(Wanted::Auto, &notes);
    look_until(
        &mut keeper,
        &notes,
        &[("port-1", State::Ready), ("port-2", State::Ready)],
    );
    one.write_all("một\r".as_bytes()).unwrap();
    notes.wait_for(1);
    two.write_all("hai\r".as_bytes()).unwrap();
    assert_eq!(
        notes.wait_for(2),
        ["một".as_bytes().to_vec(), b"hai".to_vec()]
    );
}

#[test]
fn a_reader_that_comes_back_under_another_name_is_listened_to_there() {
    for wanted in [Wanted::Auto, Wanted::Named("port-1".to_owned())] {
        let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
        let reader = hub.plug("port-1", device("A"));
        let mut keeper = hub.keeper(wanted, &notes);
        look_until(&mut keeper, &notes, &[("port-1", State::Ready)]);
        hub.unplug("port-1", reader);
        look_until(&mut keeper, &notes, &[("port-1", State::Gone)]);
        let mut reader = hub.plug("port-9", device("A"));
        look_until(&mut keeper, &notes, &[("port-9", State::Ready)]);
        reader.write_all(b"again\n").unwrap();
        assert_eq!(notes.wait_for(1), [b"again".to_vec()]);
    }
}

#[test]
fn a_chosen_device_is_not_taken_for_another_one_that_has_its_old_name() {
    let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
    let reader = hub.plug("port-1", device("A"));
    let mut keeper = hub.keeper(Wanted::Named("port-1".to_owned()), &notes);
    look_until(&mut keeper, &notes, &[("port-1", State::Ready)]);
    hub.unplug("port-1", reader);
    look_until(&mut keeper, &notes, &[("port-1", State::Gone)]);
    let _modem = hub.plug("port-1", device("MODEM"));
    let _reader = hub.plug("port-2", device("A"));
    look_until(&mut keeper, &notes, &[("port-2", State::Ready)]);
}

#[test]
fn a_port_that_another_program_has_is_said_and_taken_when_it_is_free() {
    let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
    hub.list.lock().unwrap().push(listed("port-1", device("A")));
    for (why, state) in [
        (Closed::Busy, State::Busy),
        (Closed::Denied, State::Denied),
        (Closed::Broken, State::Broken),
    ] {
        hub.behind
            .lock()
            .unwrap()
            .insert("port-1".to_owned(), Err(why));
        let mut keeper = hub.keeper(Wanted::Auto, &notes);
        keeper.look();
        assert_eq!(notes.states(), [("port-1".to_owned(), state)]);
        let (_reader, ours) = TTYPort::pair().unwrap();
        hub.behind
            .lock()
            .unwrap()
            .insert("port-1".to_owned(), Ok(Box::new(ours)));
        look_until(&mut keeper, &notes, &[("port-1", State::Ready)]);
    }
}

#[test]
fn a_text_cut_short_by_the_unplugging_is_no_text() {
    let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
    let mut reader = hub.plug("port-1", device("A"));
    let mut keeper = hub.keeper(Wanted::Auto, &notes);
    look_until(&mut keeper, &notes, &[("port-1", State::Ready)]);
    reader.write_all(b"whole\r051090").unwrap();
    notes.wait_for(1);
    hub.unplug("port-1", reader);
    look_until(&mut keeper, &notes, &[("port-1", State::Gone)]);
    assert_eq!(notes.wait_for(1), [b"whole".to_vec()]);
}

#[test]
fn another_choice_lets_go_of_the_ports_of_the_one_before() {
    let (hub, notes) = (Hub::default(), Arc::new(Notes::default()));
    let _reader = hub.plug("port-1", device("A"));
    let keeper = hub.keeper(Wanted::Auto, &notes);
    let (choices, inbox) = mpsc::channel();
    let thread = std::thread::spawn(move || keeper.run(&inbox));
    let end = Instant::now() + Duration::from_secs(20);
    while notes.states().len() != 1 {
        assert!(Instant::now() < end, "never opened");
        std::thread::sleep(Duration::from_millis(5));
    }
    let nothing = Choice {
        port: Wanted::Nothing,
        ..Choice::default()
    };
    choices.send(nothing).unwrap();
    while !notes.states().is_empty() {
        assert!(Instant::now() < end, "never let go");
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(choices);
    thread.join().unwrap();
}
