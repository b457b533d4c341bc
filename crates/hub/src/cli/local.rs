//! `local`: a hub to try out, which needs nothing but PostgreSQL's programs.

use super::place::Place;
use super::running::Serve;
use crate::cluster::Cluster;
use crate::keyring::{Root, random};
use crate::store::{self, Store};
use crate::tree;
use crate::users::{self, Hasher, Role};
use anyhow::Result;
use checkpoint::base64url::base64url;
use jiff::Timestamp;

#[derive(clap::Args)]
pub struct Local {
    #[command(flatten)]
    serve: Serve,
}

impl Local {
    pub async fn run(self, place: &Place) -> Result<()> {
        let cluster = Cluster::at(&place.cluster()?)?;
        let address = cluster.database("chot", None)?;
        store::migrate(&address).await?;
        if !place.key_file()?.exists() {
            let root = Root::new()?;
            root.write(&place.root_file()?)?;
            root.hub_key(root.hub_id(), Timestamp::now())?
                .write(&place.key_file()?)?;
        }
        first_admin(&address).await?;
        let mut serve = self.serve;
        // A hub that is tried out is reached from this machine, without a balancer in front of it.
        serve.plain = true;
        serve.database = Some(address);
        let served = serve.run(place).await;
        // Only now: the hub's last transactions went to it.
        drop(cluster);
        served
    }
}

/// A first unit, and somebody who may sign in, where nobody may yet. The password is shown this once.
async fn first_admin(database: &str) -> Result<()> {
    let store = Store::open(database, 2).await?;
    if users::is_anyone(&store).await? {
        return Ok(());
    }
    let today = store::day_of_receipt(Timestamp::now());
    let unit = tree::add_unit(&store, None, "Đơn vị đầu tiên", today).await?;
    let password = base64url(&random::<12>()?);
    let hasher = Hasher::default();
    users::add(&store, &hasher, unit, "admin", Role::Admin, &password).await?;
    println!("first unit: {unit}");
    println!("first admin: admin, password {password}");
    Ok(())
}
