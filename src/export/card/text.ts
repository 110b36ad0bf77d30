/** dataset.md: the card as people read it. */
import { LICENCE_STATEMENT, PRIVACY_STATEMENT } from './statements.ts'
import { BINS, LIGHTS, WEATHERS, type Counts } from './tally.ts'
import { hazardsOf, type CardFacts, type ClipRecord, type Totals } from './totals.ts'

const sum = (counts: Counts): number => Object.values(counts).reduce((a, b) => a + b, 0)

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** Most first; of as many by name. */
const sorted = (counts: Counts): readonly (readonly [string, number])[] =>
  Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  rows.length === 0
    ? 'None.\n'
    : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('')

const counted = (what: string, unit: string, counts: Counts): string => table([what, unit], sorted(counts))

const histogram = (name: keyof typeof BINS, counts: readonly number[], unit: string): string => {
  const { edges, end } = BINS[name]
  return table(
    [name, unit],
    counts.map((n, i) => {
      const to = edges.at(i + 1) ?? end
      return [to === null ? `${edges[i]} and more` : `${edges[i]} to ${to}`, n]
    }),
  )
}

const meaning = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([name, text]) => `${name}: ${text}`)
    .join('; ')

/** All but the list of clips. */
export const headText = (totals: Totals, facts: CardFacts): string => {
  const { version, formats, licence, selection } = facts
  const { labels, tracks, distributions } = totals
  const classes = Object.entries(selection.classes).map(
    ([a, b]) => `${a} ${b === null ? 'left out' : `is ${b}`}`,
  )
  const filters = [
    ...(selection.minBox > 0 ? [`visible boxes of at least ${selection.minBox} px each way`] : []),
    ...(selection.minVisibility > 0 ? [`at least ${selection.minVisibility} of an object visible`] : []),
    ...(classes.length > 0 ? [`classes: ${classes.join(', ')}`] : []),
  ]
  return `# Data card

Made by Nearmiss ${version}, a simulator of rare events in road traffic. ${plural(totals.clips, 'clip')} (runs of scenarios),
${plural(sum(totals.frames), 'frame')}, ${plural(sum(labels), 'label')} of ${plural(sum(tracks), 'object')}.

- Formats: ${formats.join(', ')}
- Filters: ${filters.length === 0 ? 'none' : filters.join('; ')}
- Licence: ${licence}. ${LICENCE_STATEMENT}
- Privacy: ${PRIVACY_STATEMENT}

Every file with its size and checksum is in \`manifest.json\`; \`nearmiss verify\` checks them. The same in numbers for
programmes: \`dataset.json\`.

## Frames and splits

${counted('sensor', 'frames', totals.frames)}
${counted('split', 'clips', totals.splits)}
## Hazards and outcomes

${counted('hazard', 'clips', totals.hazards)}
${counted('outcome', 'clips', totals.outcomes)}
## Classes

A label is an object with a visible pixel in a picture, or a point or detection in a scan.

${table(
  ['class', 'labels', 'objects'],
  sorted(labels).map(([name, n]) => [name, n, tracks[name] ?? 0]),
)}
## Distributions

${histogram('distance_m', distributions.distance_m, 'labels')}
${histogram('occlusion', distributions.occlusion, 'labels')}
${histogram('box_height_px', distributions.box_height_px, 'labels')}
Least time to collision of a run; ${plural(totals.withoutTtc, 'run')} had none.

${histogram('min_ttc_s', distributions.min_ttc_s, 'clips')}
Weather, each frame by the first that holds (${meaning(WEATHERS)}):

${counted('weather', 'frames', totals.weather)}
Time of day (${meaning(LIGHTS)}):

${counted('light', 'frames', totals.light)}
## Clips

`
}

export const TABLE_HEAD = `| clip | hazard | outcome | seed | split | least TTC, s | frames |
| --- | --- | --- | --- | --- | --- | --- |
`

export const clipRow = ({ name, tags, outcome, seed, split, min_ttc_s, frames }: ClipRecord): string => {
  const hazard = hazardsOf({ tags }).join(', ')
  const ttc = min_ttc_s === null ? '-' : min_ttc_s.toFixed(2)
  return `| ${name} | ${hazard} | ${outcome} | ${seed} | ${split} | ${ttc} | ${sum(frames)} |\n`
}
