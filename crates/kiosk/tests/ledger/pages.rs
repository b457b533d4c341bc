//! What is on the pages of an encrypted database, also on those that are free or old.

use aes::Aes256;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use std::path::Path;

/// A page of SQLCipher: 4,096 bytes, at its end an initialisation vector of 16 and an HMAC of 64.
const PAGE: usize = 4096;
const RESERVED: usize = 80;

/// Every page of the database and of its write-ahead log, free ones and old ones too, decrypted.
pub fn pages_of(database: &Path, key: &[u8]) -> Vec<Vec<u8>> {
    let decrypted = |page: &[u8], begin: usize| {
        let (sealed, reserved) = page[begin..].split_at(PAGE - RESERVED - begin);
        let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(key, &reserved[..16]).unwrap();
        let mut page = sealed.to_vec();
        decryptor.decrypt_padded::<NoPadding>(&mut page).unwrap();
        page
    };
    let file = std::fs::read(database).unwrap();
    // The first page begins with the file's salt.
    let mut pages: Vec<Vec<u8>> = file
        .chunks_exact(PAGE)
        .enumerate()
        .map(|(number, page)| decrypted(page, if number == 0 { 16 } else { 0 }))
        .collect();
    let log = std::fs::read(database.with_extension("db-wal")).unwrap_or_default();
    for frame in log.get(32..).unwrap_or_default().chunks_exact(24 + PAGE) {
        let is_first = frame[..4] == [0, 0, 0, 1];
        pages.push(decrypted(&frame[24..], if is_first { 16 } else { 0 }));
    }
    pages
}

/// Whether a text is on any of them.
pub fn are_on(pages: &[Vec<u8>], text: &str) -> bool {
    let mut pages = pages.iter();
    pages.any(|page| page.windows(text.len()).any(|part| part == text.as_bytes()))
}
