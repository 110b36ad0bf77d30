/** The scenario library: what a page or a list tells of each scenario before it is run. */
import type { Diagnostic } from './diagnostics.ts'
import type { Files } from './document.ts'
import { firstUnit, readFormula, type Formula } from './expression/formula.ts'
import { loadScenarioFrom, type LoadOptions } from './load.ts'
import {
  choicesOf,
  medianParameters,
  rangeOf,
  valuesOf,
  type Draw,
  type Parameter,
} from './parameters/parameters.ts'
import { drawParameters } from './sample.ts'
import type { Scenario } from './scenario.ts'
import { fromSI, UNITS } from './expression/units.ts'

/** A parameter for a form. Numbers are in `unit`, the one its writer used, and in SI under `si`. */
export interface ParameterInfo {
  readonly name: string
  readonly description: string | null
  /** '' for plain numbers and words. */
  readonly unit: string
  /** Bounds of the distribution; null: none on that side, or words. */
  readonly min: number | null
  readonly max: number | null
  /** What may be chosen; null: any number of the range. */
  readonly choices: readonly (number | string)[] | null
  readonly median: number | string
  /** What the file's own seed draws. */
  readonly value: number | string
  /** The distribution in a few words, e.g. 'uniform 30 m ... 60 m'. */
  readonly distribution: string
  readonly si: {
    readonly min: number | null
    readonly max: number | null
    readonly median: number | string
    readonly value: number | string
  }
}

export interface LibraryScenario {
  /** Of the file, without `.yaml`. */
  readonly name: string
  readonly file: string
  readonly title: string
  readonly description: string
  readonly tags: Scenario['tags']
  readonly parameters: readonly ParameterInfo[]
  /** null: the file has an error. */
  readonly scenario: Scenario | null
  readonly diagnostics: readonly Diagnostic[]
}

/** All scenarios of a folder in the order of the alphabet, those with mistakes too. Folders in it (base/) are left out. */
export const listScenariosFrom = (
  files: Files,
  folder: string,
  options: LoadOptions = {},
): LibraryScenario[] =>
  files
    .list(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const path = `${folder}/${file}`
      const name = file.slice(0, -'.yaml'.length)
      const { scenario, diagnostics } = loadScenarioFrom(files, path, options)
      if (scenario === null)
        return {
          name,
          file: path,
          title: name,
          description: '',
          tags: {},
          parameters: [],
          scenario,
          diagnostics,
        }
      const { title, description, tags } = scenario
      return {
        name,
        file: path,
        title,
        description,
        tags,
        parameters: parametersOf(scenario),
        scenario,
        diagnostics,
      }
    })

/** The parameters of a scenario in their order. */
export const parametersOf = (scenario: Scenario): ParameterInfo[] => {
  const { parameters } = scenario.material
  const medians = medianParameters(parameters)
  const values = drawParameters(scenario.material, scenario.seed).parameters ?? medians
  return parameters.map((p) => {
    const unit = unitOf(p)
    const shown = (x: number): number => (unit === null ? x : Number(fromSI(x, unit).toPrecision(12)))
    const show = (x: number | string): number | string => (typeof x === 'string' ? x : shown(x))
    const [low, high] = rangeOf(p, medians) ?? [-Infinity, Infinity]
    const min = Number.isFinite(low) ? low : null
    const max = Number.isFinite(high) ? high : null
    const choices = p.draw.kind === 'choice' ? choicesOf(p.draw, medians).map(show) : null
    return {
      name: p.name,
      description: p.description,
      unit: unit?.name ?? '',
      min: min === null ? null : shown(min),
      max: max === null ? null : shown(max),
      choices,
      median: show(medians[p.name]),
      value: show(values[p.name]),
      distribution: describeDraw(p.draw),
      si: { min, max, median: medians[p.name], value: values[p.name] },
    }
  })
}

/** The unit that the parameter's writer used first. */
const unitOf = ({ draw, type }: Parameter) => {
  if (type.kind !== 'quantity') return null
  for (const { text, rule } of valuesOf(draw).values) {
    const parsed = readFormula(text, rule)
    const name = 'syntax' in parsed ? firstUnit(parsed.syntax) : null
    if (name !== null) return UNITS.get(name) ?? null
  }
  return null
}

const describeDraw = (draw: Draw): string => {
  const texts = (formulas: readonly Formula[]): string => formulas.map((f) => f.text).join(', ')
  if (draw.kind === 'fixed') return draw.value.text
  if (draw.kind === 'choice') {
    const { values, weights } = draw
    return weights === null
      ? `one of ${texts(values)}`
      : `one of ${values.map((v, i) => `${v.text} (${weights[i].text})`).join(', ')}`
  }
  if (draw.kind === 'cases')
    return draw.cases
      .map(({ when, of }) => `${describeDraw(of)}${when === null ? '' : ` if ${when.text}`}`)
      .join('; ')
  if (draw.kind === 'mixture')
    return draw.parts.map((part, i) => `${describeDraw(part)} (${draw.weights[i].text})`).join(', ')
  const { law, numbers, cut } = draw
  const within =
    cut === null
      ? ''
      : `, ${cut.kind === 'clip' ? 'clipped to' : 'within'} ${cut.bounds[0].text} ... ${cut.bounds[1].text}`
  if (law === 'uniform') return `uniform ${numbers.low.text} ... ${numbers.high.text}`
  return `${law} ${Object.entries(numbers)
    .map(([name, f]) => `${name} ${f.text}`)
    .join(', ')}${within}`
}
