//! *Orders*: what a hub asks of this post once it was believed: settings, a trust list, erasures.
//!
//! What changes is an entry before it changes anything, so that the log says since when.

use crate::clock::Clock;
use crate::home::Home;
use crate::ledger::{Ledger, LedgerError};
use crate::policies::Policies;
use crate::settings::Settings;
use crate::trusted::{Trusted, TrustedError};
use crate::uplink::Unwritten;
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::moment::Moment;
use checkpoint::policy::{Policy, Words};
use checkpoint::trust::bundle::{self, BundleError};
use checkpoint::verdict::Reason;
use checkpoint::wire::config::{Config, ConfigError};
use checkpoint::wire::enrol::Enrolled;
use jiff::tz::TimeZone;
use std::path::Path;

/// The settings that came with an enrolment; None where none did, or they aren't for this post. What isn't taken now is
/// handed down again with the next heartbeat.
pub(crate) fn enrolled_with(enrolled: &Enrolled) -> Option<Order> {
    let config = Config::read(enrolled.config.as_deref()?).ok()?;
    let is_ours = config.device.is_none_or(|whose| whose == enrolled.device);
    is_ours.then(|| Order::Config(Box::new(config)))
}

/// What a hub asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Names, the way of the gate, its preset, policies.
    Config(Box<Config>),
    /// A trust list as its keeper signed it. `root` is the hub's: the one that counts where this post
    /// trusts nobody's lists yet.
    Trust { file: String, root: [u8; 32] },
    /// The subjects of these entries have to go.
    Erase(Vec<Ref>),
}

/// Why an order isn't carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disobeyed {
    /// It is tried again.
    #[error(transparent)]
    Later(#[from] Unwritten),
    /// This very order never can be: why, for a person.
    #[error("{}", .0.en)]
    Never(Words),
}

impl Disobeyed {
    pub(crate) fn later(why: impl ToString) -> Disobeyed {
        Disobeyed::Later(Unwritten(why.to_string()))
    }

    pub(crate) fn never(vi: impl Into<String>, en: impl ToString) -> Disobeyed {
        Disobeyed::Never(Words {
            vi: vi.into(),
            en: en.to_string(),
        })
    }
}

impl From<ConfigError> for Disobeyed {
    fn from(error: ConfigError) -> Disobeyed {
        let vi = match &error {
            ConfigError::Form(_) => "Nội dung không đọc được: hub cần phát lại".to_owned(),
            ConfigError::Version(_) => "Của bản Chốt mới hơn: cài bản ấy trước".to_owned(),
            ConfigError::Name => "Tên đơn vị hoặc tên cổng trong đó sai: 1 đến 80 chữ".to_owned(),
            ConfigError::TooMany => "Có quá nhiều bộ quy tắc trong đó".to_owned(),
            ConfigError::Policy(error) => {
                format!(
                    "Một bộ quy tắc trong đó viết chưa đúng: {}",
                    error.words().vi
                )
            }
        };
        Disobeyed::never(vi, error)
    }
}

impl From<BundleError> for Disobeyed {
    fn from(error: BundleError) -> Disobeyed {
        Disobeyed::Never(TrustedError::Bundle(error).words())
    }
}

impl From<LedgerError> for Disobeyed {
    fn from(error: LedgerError) -> Disobeyed {
        Disobeyed::later(error)
    }
}

/// A config, held against what this post does now.
pub(crate) struct Plan {
    pub settings: Settings,
    /// What is asked from now on.
    pub policy: Policy,
    /// The entry that says what changes; None where nothing does.
    pub entry: Option<Draft>,
    own: Vec<Policy>,
}

impl Plan {
    /// Error: the config asks for a policy that nobody has.
    pub fn of(
        config: &Config,
        settings: &Settings,
        policies: &Policies,
        asked: &Policy,
    ) -> Result<Plan, Disobeyed> {
        let mut wanted = settings.clone();
        let names = [
            (&config.unit_name, &mut wanted.unit_name),
            (&config.gate_name, &mut wanted.gate_name),
            (&config.policy, &mut wanted.policy),
        ];
        for (new, name) in names {
            if let Some(new) = new {
                name.clone_from(new);
            }
        }
        wanted.mode = config.mode.unwrap_or(wanted.mode);
        // What follows from it is the gate's own deed of the day on which it begins.
        wanted.preset = config.preset.clone().unwrap_or(wanted.preset);
        let own = config.policies.iter();
        let own = own.chain(std::iter::once(asked).filter(|_| config.policy.is_none()));
        let known: Vec<Policy> = policies.list().into_iter().map(|one| one.policy).collect();
        let policy = own
            .chain(&known)
            .find(|policy| policy.id == wanted.policy)
            .cloned();
        let policy = match policy {
            Some(policy) => policy,
            // The chosen one can't be understood here, and the last that could be goes on.
            None if config.policy.is_none() => asked.clone(),
            None => {
                let name = &wanted.policy;
                return Err(Disobeyed::never(
                    format!(
                        "Hub đòi bộ quy tắc \"{name}\", mà hub không gửi kèm và máy này không có"
                    ),
                    format!("it asks for the policy {name:?}, which isn't in it and isn't here"),
                ));
            }
        };
        let mut entry = Draft::new(Kind::Audit(Audit::Config));
        entry.reasons.push(Reason::ByHub);
        if policy != *asked {
            entry.reasons.push(Reason::PolicyChanged);
        }
        let names = |settings: &Settings| [settings.unit_name.clone(), settings.gate_name.clone()];
        if names(&wanted) != names(settings) {
            entry.reasons.push(Reason::NamesChanged);
        }
        if wanted.preset != settings.preset {
            entry.reasons.push(Reason::PresetChanged);
        }
        entry.mode = (wanted.mode != settings.mode).then_some(wanted.mode);
        let changes = entry.reasons.len() > 1 || entry.mode.is_some();
        Ok(Plan {
            settings: wanted,
            policy,
            entry: changes.then_some(entry),
            own: config.policies.clone(),
        })
    }

    /// Writes the files.
    pub fn keep(&self, policies: &mut Policies, settings: &Path) -> Result<(), Disobeyed> {
        let known = policies.list();
        for own in &self.own {
            let is_known = known.iter().any(|one| one.is_own && one.policy == *own);
            if !is_known {
                policies.save(&own.to_text()).map_err(Disobeyed::later)?;
            }
        }
        if policies.active() != &self.policy {
            policies
                .choose(&self.settings.policy)
                .map_err(Disobeyed::later)?;
        }
        self.settings.save(settings).map_err(Disobeyed::later)
    }
}

/// Whether a trust list is newer than the one in force. Error: it is another root's, older, or none.
pub(crate) fn is_newer(trusted: &Trusted, file: &str, root: &[u8; 32]) -> Result<bool, Disobeyed> {
    let opened = bundle::open(file.as_bytes())?;
    if opened.root != trusted.root().unwrap_or(*root) {
        return Err(BundleError::OtherRoot(opened.root).into());
    }
    let (number, have) = (opened.list.number, trusted.number());
    if number < have {
        let older = TrustedError::NotNewer { number, have };
        return Err(Disobeyed::Never(older.words()));
    }
    Ok(number > have)
}

/// The entry that says that another trust list counts from here on.
pub(crate) fn trust_changed() -> Draft {
    let mut draft = Draft::new(Kind::Audit(Audit::Config));
    draft.reasons = vec![Reason::ByHub, Reason::TrustChanged];
    draft
}

/// Carries an order out where no gate runs: its log, its settings and its lists are opened for it.
pub fn obey_alone(home: &Home, clock: &dyn Clock, order: &Order) -> Result<(), Disobeyed> {
    let now = clock.now();
    let path = Settings::path(home);
    let settings = Settings::load(&path).map_err(Disobeyed::later)?;
    let zone = settings.time_zone().map_err(Disobeyed::later)?;
    let mut alone = Alone {
        ledger: Ledger::open(home, &now)?,
        now,
        gate: settings.gate,
        zone,
    };
    match order {
        Order::Config(config) => {
            let mut policies = Policies::open(home.root(), &settings.policy);
            let plan = Plan::of(config, &settings, &policies, policies.active())?;
            if let Some(entry) = &plan.entry {
                alone.append(entry)?;
            }
            plan.keep(&mut policies, &path)
        }
        Order::Trust { file, root } => {
            let mut trusted = Trusted::open(home.root());
            if is_newer(&trusted, file, root)? {
                alone.append(&trust_changed())?;
                trusted.take(file.as_bytes()).map_err(Disobeyed::later)?;
            }
            Ok(())
        }
        Order::Erase(entries) => {
            for of in entries {
                alone
                    .ledger
                    .erase(of, None, &alone.now, alone.gate, &alone.zone)?;
            }
            Ok(alone.ledger.forget_old_pages(&alone.now)?)
        }
    }
}

struct Alone {
    ledger: Ledger,
    now: Moment,
    gate: u32,
    zone: TimeZone,
}

impl Alone {
    fn append(&mut self, draft: &Draft) -> Result<(), LedgerError> {
        self.ledger
            .append(draft, None, &self.now, self.gate, &self.zone)?;
        Ok(())
    }
}
