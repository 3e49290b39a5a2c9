//! `mall-server posters`: posters and sheets of cards, as PDF files.

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use mall_contract::{CallerRefusal, MallId, PlacementId, Refusal};
use mall_server::Origin;
use mall_server::error::Error;
use mall_server::placements::poster::{self, Format, PosterContent};
use mall_server::placements::printing::{Printing, Selection};

use crate::outcome::{Outcome, failure, sentence};
use crate::storage::Storage;

/// Draw placements for print: a poster for each, or cards of all on one sheet
///
/// docs/placements.md tells how to print them.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Id of the mall
    mall: MallId,
    /// Ids of the placements to draw, whatever their state [default: all that are live]
    #[arg(value_name = "ID")]
    ids: Vec<PlacementId>,
    /// The server's public origin, such as https://coupons.example.com; codes lead to it or to the mall's own host
    #[arg(long, value_name = "ORIGIN")]
    public_url: Origin,
    /// Paper size of the posters
    #[arg(long, value_enum, default_value = "a4")]
    format: PaperSize,
    /// Folder for the posters
    #[arg(long, value_name = "DIR", default_value = "posters")]
    out: PathBuf,
    /// File for one sheet with the cards of all, instead of posters
    #[arg(long, value_name = "FILE.pdf", conflicts_with_all = ["format", "out"])]
    sheet: Option<PathBuf>,
}

/// A paper size as an option's value.
#[derive(Clone, Debug)]
struct PaperSize(Format);

impl ValueEnum for PaperSize {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Format::A3), Self(Format::A4), Self(Format::A5)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// Draws placements into files.
pub async fn run(storage: &Storage, arguments: Arguments) -> Outcome {
    let Arguments { mall, ids, public_url, format: PaperSize(format), out, sheet } = arguments;
    let contents = contents(storage, &mall, &public_url, ids).await?;
    match sheet {
        Some(file) => draw_sheet(&contents, &mall, &file),
        None => draw_posters(&contents, format, &out),
    }
}

async fn contents(
    storage: &Storage,
    mall: &MallId,
    public_url: &Origin,
    ids: Vec<PlacementId>,
) -> Outcome<Vec<PosterContent>> {
    let (mut database, row) = storage.database_with(mall).await?;
    let printing = Printing::read(&mut database, &row, public_url).await.map_err(failure)?;
    let selection = Selection { ids, ..Selection::default() };
    let contents = printing.contents(&mut database, mall, &selection).await;
    let contents = contents.map_err(|error| match error {
        Error::Refused(Refusal::Caller(CallerRefusal::UnknownPlacement)) => {
            format!("Not all of these placements exist; `mall-server placements {mall}` lists those that do.")
        }
        error => failure(error),
    })?;
    if contents.is_empty() {
        return Err(format!(
            "{mall} has no live placements; `mall-server placements` sets some up."
        )
        .into());
    }
    Ok(contents)
}

fn draw_sheet(contents: &[PosterContent], mall: &MallId, file: &Path) -> Outcome {
    let drawing = poster::card_sheet(contents).map_err(|refusal| sentence(&refusal))?;
    write(file, drawing.pdf(mall.as_str()))?;
    println!("{} cards in {}.", contents.len(), file.display());
    Ok(())
}

fn draw_posters(contents: &[PosterContent], format: Format, folder: &Path) -> Outcome {
    fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be created: {error}.", folder.display()))?;
    for content in contents {
        let file = folder.join(format!("{}-{}.pdf", content.code, format.name()));
        let drawing = poster::poster(content, format)
            .map_err(|refusal| format!("{}: {}", content.name.zh, sentence(&refusal)))?;
        write(&file, drawing.pdf(&content.title()))?;
        println!("{}  {}  {}", file.display(), content.floor, content.name.zh);
    }
    Ok(())
}

fn write(file: &Path, pdf: Option<Vec<u8>>) -> Outcome {
    let pdf = pdf.ok_or_else(|| format!("{} could not be drawn.", file.display()))?;
    Ok(fs::write(file, pdf)
        .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?)
}
