//! `mall-server posters`: posters and sheets into files, for who sits at the server.

use std::fs;
use std::path::Path;

use mall_contract::{PlacementId, Refusal};
use mall_server::db;
use mall_server::placements::poster::{self, Format, Paper};
use mall_server::placements::printing::{Printing, Selection};

use super::options::{Options, Outcome};
use super::sentence;

/// Draws the placements of a mall with these ids, or all that are live: a poster each, or their cards on a sheet.
pub async fn print(options: &Options, mall: &str, ids: &[&str]) -> Outcome {
    let format = options.format.as_deref().unwrap_or("a4");
    let format = Format::parse(format).ok_or("--format is a3, a4 or a5.")?;
    let address = options.public_url.as_deref();
    let address = address.ok_or("--public-url says what the codes lead to.")?.trim_end_matches('/');
    let papers = papers(options, mall, address, ids).await?;
    match &options.sheet {
        Some(file) => {
            let drawing = poster::cards(&papers).map_err(|refusal| sentence(&refusal))?;
            write(file, drawing.pdf(mall))?;
            println!("{} cards in {}.", papers.len(), file.display());
        }
        None => {
            let folder = options.out.clone().unwrap_or_else(|| "posters".into());
            fs::create_dir_all(&folder).map_err(|error| cannot("made", &folder, &error))?;
            for paper in &papers {
                let file = folder.join(format!("{}-{}.pdf", paper.code, format.name()));
                let drawing = poster::poster(paper, format);
                let drawing = drawing
                    .map_err(|refusal| format!("{}: {}", paper.name.zh, sentence(&refusal)))?;
                write(&file, drawing.pdf(&paper.title()))?;
                println!("{}  {}  {}", file.display(), paper.floor, paper.name.zh);
            }
        }
    }
    Ok(())
}

async fn papers(options: &Options, mall: &str, address: &str, ids: &[&str]) -> Outcome<Vec<Paper>> {
    let id = |id: &&str| PlacementId::parse(*id).map_err(|error| format!("{id}: {error}."));
    let ids = ids.iter().map(id).collect::<Result<_, _>>()?;
    let db = options.database().await?;
    let failed = |error: mall_server::error::Error| match error.refusal() {
        Refusal::UnknownPlacement => {
            format!("Not all of these are there; `mall-server placements {mall}` lists what is.")
        }
        refusal => sentence(&refusal),
    };
    let row = db::catalogue::mall(db.read(), mall).await.map_err(failed)?;
    let row = row.ok_or(format!("There is no mall {mall}; `mall-server import` makes one."))?;
    let printing = Printing::of(&db, &row, address).await.map_err(failed)?;
    let selection = Selection { ids, ..Selection::default() };
    let papers = printing.papers(&db, mall, &selection).await.map_err(failed)?;
    if papers.is_empty() {
        return Err(format!(
            "{mall} has no live placements; `mall-server placements` sets some up."
        )
        .into());
    }
    Ok(papers)
}

fn write(file: &Path, pdf: Option<Vec<u8>>) -> Outcome {
    let pdf = pdf.ok_or_else(|| format!("{} could not be drawn.", file.display()))?;
    Ok(fs::write(file, pdf).map_err(|error| cannot("written", file, &error))?)
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be {what}: {error}.", path.display())
}
