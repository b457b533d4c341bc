//! *Desk*: the window's verbs about places. Each asks whether somebody may. What was done is kept, and the gate enters it.

use super::{Doing, Place, Places, PlacesError, Plan, Press, Typed};
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::post::{Post, SeenPlace};
use crate::roster::looked::Looked;
use crate::settings::Settings;
use crate::staff::Staff;
use crate::watch::Door;
use checkpoint::place::State;
use checkpoint::role::Act;
use jiff::civil::Date;
use paper::poster::{Guide, Poster, Size, posters};
use paper::{PaperError, Printing};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Posters in one file: what somebody prints at once, and what a page's memory holds.
pub(super) const MOST_POSTERS: usize = 2_000;

/// The window's way to the register.
pub struct PlacesDesk {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    gate: Door,
    looked: Looked<Plan>,
    /// The posters in the making.
    printing: Mutex<Option<Printing>>,
}

/// The register, and the names of those who did something.
#[derive(Clone, Debug)]
pub struct Listed {
    pub today: Date,
    pub places: Vec<Place>,
    pub staff: BTreeMap<u64, String>,
}

/// Posters as one file.
#[derive(Clone, Debug)]
pub struct Order {
    /// Places by their numbers; none for all whose posters count.
    pub places: Vec<u32>,
    pub size: Size,
    pub folder: String,
}

impl PlacesDesk {
    pub fn new(home: &Home, staff: Arc<Staff>, clock: Arc<dyn Clock>, gate: Door) -> PlacesDesk {
        PlacesDesk {
            home: home.clone(),
            staff,
            clock,
            gate,
            looked: Looked::default(),
            printing: Mutex::default(),
        }
    }

    fn open(&self) -> Result<(Places, Settings, Doing), PlacesError> {
        let now = self.clock.now();
        self.staff.allow(Act::KeepPlaces, &now)?;
        let settings = Settings::load(&Settings::path(&self.home))?;
        let doing = Doing {
            by: self.staff.signed_on(&now).desk.map(|person| person.number),
            at: now.at,
            today: settings.time_zone()?.to_datetime(now.at).date(),
        };
        Ok((Places::open(&self.home)?, settings, doing))
    }

    pub fn all(&self) -> Result<Listed, PlacesError> {
        let (places, _, doing) = self.open()?;
        let people = self.staff.people().unwrap_or_default().into_iter();
        Ok(Listed {
            today: doing.today,
            places: places.all()?,
            staff: people.map(|person| (person.number, person.name)).collect(),
        })
    }

    /// Adds a place, or changes what the register says of one.
    pub fn put(&self, number: Option<u32>, typed: &Typed) -> Result<(), PlacesError> {
        let (mut places, settings, doing) = self.open()?;
        places.put(number, typed, &settings.unit_name, doing)?;
        self.enter()
    }

    /// Puts a poster up, checks, revokes or replaces it.
    pub fn mark(&self, number: u32, state: State, note: &str) -> Result<(), PlacesError> {
        let (mut places, _, doing) = self.open()?;
        places.mark(number, state, note, doing)?;
        self.enter()
    }

    /// Says what a file would add to the register and change of it: its bytes as a page hands them over, in base64. The
    /// number takes it, until another file is looked at.
    pub fn look(&self, file: &str) -> Result<(u32, Plan), PlacesError> {
        let (places, settings, doing) = self.open()?;
        self.looked.look(file, None, |file| {
            places.plan(file, &settings.unit_name, doing.today)
        })
    }

    /// Rows that were read of the file that is being looked at; 0 while there is none.
    pub fn rows(&self) -> u32 {
        self.looked.rows()
    }

    /// Takes the file that was looked at.
    pub fn take(&self, number: u32) -> Result<(), PlacesError> {
        let (mut places, _, doing) = self.open()?;
        self.looked
            .take(number, PlacesError::Stale, |plan| places.take(plan, doing))?;
        self.enter()
    }

    /// Makes posters as one PDF in a folder, and names the file. One order at a time.
    pub fn print(&self, order: &Order) -> Result<PathBuf, PlacesError> {
        let (places, settings, doing) = self.open()?;
        let folder = present_folder(&self.home, &order.folder)?;
        let mut chosen = places.all()?;
        if !order.places.is_empty() {
            chosen.retain(|place| order.places.contains(&place.number));
        }
        let press = Press::open(&self.home, &settings, doing.at)?;
        let made = made(&press, &chosen, order.size, doing.today)?;
        // The gate knows the unit's key from here on, where this made it.
        self.enter()?;
        let file = folder.join(file_name(&made, order.size, doing.today));
        let printing = self.begin()?;
        let pdf = posters(&made, order.size, &printing);
        *lock(&self.printing) = None;
        let pdf = pdf.map_err(of_paper)?;
        replace_file(&file, &pdf).map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }

    fn begin(&self) -> Result<Printing, PlacesError> {
        let mut printing = lock(&self.printing);
        if printing.is_some() {
            return Err(PlacesError::Busy);
        }
        Ok(printing.insert(Printing::default()).clone())
    }

    /// Posters that were set so far of those in the making.
    pub fn printed(&self) -> u32 {
        lock(&self.printing).as_ref().map_or(0, Printing::set)
    }

    /// The posters in the making are given up.
    pub fn stop(&self) {
        if let Some(printing) = lock(&self.printing).as_ref() {
            printing.stop();
        }
    }

    /// The sheet that tells visitors what to do here, in a folder. Names the file.
    pub fn guide(&self, folder: &str) -> Result<PathBuf, PlacesError> {
        let (_, settings, _) = self.open()?;
        let folder = present_folder(&self.home, folder)?;
        let file = folder.join("huong-dan-cho-khach.pdf");
        let pdf = guide(&settings).pdf()?;
        replace_file(&file, &pdf).map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }

    /// What the register says of the poster that was held up while an inspection waits. The next one is waited for when
    /// somebody asks: this one may be in view for long.
    pub fn seen(&self) -> Result<SeenPlace, PlacesError> {
        self.staff.allow(Act::KeepPlaces, &self.clock.now())?;
        let seen = self.gate.ask(|post| Ok(post.poster_seen()))?;
        seen.ok_or(PlacesError::Unseen)
    }

    /// The gate enters what was done.
    fn enter(&self) -> Result<(), PlacesError> {
        Ok(self.gate.ask(Post::places_changed)?)
    }
}

/// The posters of places whose posters count.
pub(crate) fn made(
    press: &Press,
    places: &[Place],
    size: Size,
    today: Date,
) -> Result<Vec<Poster>, PlacesError> {
    let counting = places.iter().filter(|place| place.counts(today));
    let made: Vec<Poster> = counting
        .map(|place| press.poster(place, size))
        .collect::<Result<_, _>>()?;
    match made.len() {
        0 => Err(PlacesError::Nothing),
        1..=MOST_POSTERS => Ok(made),
        count => Err(PlacesError::TooMany(count)),
    }
}

/// The sheet for visitors, made of the settings.
pub(crate) fn guide(settings: &Settings) -> Guide {
    Guide {
        unit: settings.unit_name.clone(),
        gate: settings.gate_name.clone(),
        contact: settings.privacy_contact.clone(),
    }
}

/// What a paper failed with.
pub(crate) fn of_paper(error: PaperError) -> PlacesError {
    if matches!(error, PaperError::Stopped) {
        PlacesError::Stopped
    } else {
        error.into()
    }
}

/// One place's poster is called after its code, several after the day.
fn file_name(made: &[Poster], size: Size, today: Date) -> String {
    let about = match made {
        [one] => format!("{}-{}", one.code, one.version),
        _ => format!("{}-noi-{today}", made.len()),
    };
    format!("to-ma-{about}-{}.pdf", size.as_str())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
