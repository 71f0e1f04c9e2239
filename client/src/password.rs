//! Where passwords come from: a file, the environment, or the terminal, which does not show them. Never an argument.

use crate::{Error, Result, account::read_secret};
use std::{
	io::{self, IsTerminal},
	path::PathBuf,
};
use zeroize::Zeroizing;

/// Environment variable with the password of the key file.
pub const PASSWORD_VARIABLE: &str = "REEL_PASSWORD";

/// Where to take a password from.
#[derive(Clone, Debug, Default)]
pub struct Passwords {
	/// A file that only its owner may read; its first line counts.
	pub file: Option<PathBuf>,
}

impl Passwords {
	/// The password of `what`.
	///
	/// # Errors
	/// [`Error::File`], and [`Error::Usage`] when there is no terminal to ask at.
	pub fn ask(&self, what: &str) -> Result<Zeroizing<String>> {
		match self.given()? {
			Some(password) => Ok(password),
			None => prompt(&format!("Password of {what}: ")),
		}
	}

	/// A new password for `what`, asked for twice at the terminal.
	///
	/// # Errors
	/// As [`Self::ask`], and [`Error::Usage`] when the two differ.
	pub fn ask_new(&self, what: &str) -> Result<Zeroizing<String>> {
		if let Some(password) = self.given()? {
			return Ok(password);
		}
		let first = prompt(&format!("New password of {what}: "))?;
		if prompt("Once more: ")? != first {
			return Err(Error::Usage("the two passwords differ".to_owned()));
		}
		Ok(first)
	}

	fn given(&self) -> Result<Option<Zeroizing<String>>> {
		if let Some(path) = &self.file {
			let text = read_secret(path)?;
			return Ok(Some(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())));
		}
		Ok(std::env::var(PASSWORD_VARIABLE).ok().map(Zeroizing::new))
	}
}

/// Asks for a secret at the terminal, without showing it.
///
/// # Errors
/// [`Error::Usage`] without a terminal.
pub fn prompt(question: &str) -> Result<Zeroizing<String>> {
	let none = || {
		Error::Usage(format!(
			"no terminal to ask for a secret at: give --password-file FILE or set {PASSWORD_VARIABLE}"
		))
	};
	if !io::stdin().is_terminal() {
		return Err(none());
	}
	rpassword::prompt_password(question).map(Zeroizing::new).map_err(|_| none())
}
