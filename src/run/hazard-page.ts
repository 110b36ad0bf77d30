/** The page of all hazards (docs/hazards.md): what a person writes stays, what a sweep finds stands between markers. */
import type { Scenario } from '../scenario/index.ts'
import { ENOUGH_RUNS, shortcomings, type Share, type SweepSummary } from './sweep-summary.ts'
import { VERSION } from './version.ts'

/** One hazard with what its sweep came to. */
export interface PageEntry {
  readonly scenario: Scenario
  readonly summary: SweepSummary
  /** Its picture as the page links it; null: there is none yet. */
  readonly picture: string | null
}

const NEW_PAGE = `# The hazards

<!-- hazards: written by 'nearmiss sweep --all --page'; what stands between these lines is overwritten -->
<!-- /hazards -->

## Who can avoid what

<!-- drivers: the table of 'nearmiss compare --all --out drivers.md' -->
<!-- /drivers -->
`

/**
 * A page with its tables renewed.
 * @param page the page as it is; null: there is none
 * @param drivers the table of drivers in Markdown; null: the one that is there stays
 */
export const hazardPage = (
  page: string | null,
  entries: readonly PageEntry[],
  drivers: string | null,
): string => {
  const renewed = between(page ?? NEW_PAGE, 'hazards', hazardTable(entries))
  return drivers === null ? renewed : between(renewed, 'drivers', drivers.trim())
}

/** Puts a text between the two markers of this name; a page without them gets them at its end. */
const between = (page: string, name: string, text: string): string => {
  const markers = new RegExp(`(<!-- ${name}\\b[^>]*-->\\n)[^]*?(<!-- /${name} -->)`)
  const fresh = (_: string, open: string, close: string): string => `${open}\n${text}\n\n${close}`
  return markers.test(page)
    ? page.replace(markers, fresh)
    : `${page.trimEnd()}\n\n<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->\n`
}

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`
const interval = ({ share, interval: [low, high] }: Share): string =>
  `${percent(share)} (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`

const hazardTable = (entries: readonly PageEntry[]): string => {
  const numbered = [...entries].sort((a, b) => numberOf(a) - numberOf(b))
  const runs = entries.reduce((n, { summary }) => n + summary.runs, 0)
  const simulated = entries.reduce((n, { summary }) => n + summary.simulated_s, 0)
  const cpu = entries.reduce((n, { summary }) => n + summary.cpu_s, 0)
  const kept = entries.filter(({ summary }) => shortcomings(summary).length === 0).length
  const verdict = entries.some(({ summary }) => summary.runs < ENOUGH_RUNS)
    ? 'Too few runs to tell whether the hazards keep their promises.'
    : `${kept} of ${entries.length} hazards keep their promises: 5 to 95 % of their runs are critical, and every outcome that they promise comes up.`
  return [
    `${entries.length} hazards, ${runs} runs, Nearmiss ${VERSION}: ${Math.round(simulated / Math.max(cpu, 1e-9))} simulated seconds per CPU second of one core. ${verdict} Shares are of the runs' worst outcomes, with the Wilson interval of 95 % in brackets; **bold** is promised.`,
    '',
    '| # | Hazard | | Sources | Critical | Outcomes | Sim s / CPU s |',
    '| ---: | --- | --- | --- | --- | --- | ---: |',
    ...numbered.map(line),
  ].join('\n')
}

const numberOf = ({ scenario }: PageEntry): number =>
  Object.hasOwn(scenario.tags, 'number') ? Number(scenario.tags.number[0]) : Infinity

const line = (entry: PageEntry): string => {
  const { scenario, summary, picture } = entry
  const number = numberOf(entry)
  const outcomes = summary.outcomes
    .filter((o) => o.promised || o.count > 0)
    .map((o) => `${o.promised ? `**${o.class}**` : o.class} ${interval(o)}`)
  const wrong = shortcomings(summary).map((text) => `*${text}*`)
  return `| ${[
    Number.isFinite(number) ? String(number) : '',
    `[${escaped(scenario.title)}](../scenarios/${scenario.name}.yaml)<br>\`${scenario.name}\``,
    picture === null ? '' : `<img src="${picture}" width="240" alt="${escaped(scenario.title)}">`,
    sourcesOf(scenario),
    interval(summary.critical),
    [...outcomes, ...wrong].join('<br>'),
    String(Math.round(summary.sim_s_per_cpu_s)),
  ].join(' | ')} |`
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('"', '&quot;')

/** Tags that name where a hazard comes from, and how a reader knows them. */
const SOURCES: Readonly<Record<string, string>> = {
  nhtsa: 'NHTSA pre-crash type',
  'euro-ncap': 'Euro NCAP',
  r157: 'UN R157',
  regulation: 'Regulation',
  iso34502: 'ISO 34502',
}

const sourcesOf = ({ tags }: Scenario): string =>
  Object.entries(SOURCES)
    .flatMap(([tag, words]) =>
      Object.hasOwn(tags, tag) ? [`${words} ${escaped(tags[tag].join(', '))}`] : [],
    )
    .join('<br>')
