/** `nearmiss metric NAME --input JSON`: one measure of criticality from plain numbers; `--list` names them all. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { InputMistakes, measure, METRICS, type Inputs, type Measure } from '../criticality/index.ts'
import { UserError } from '../scenario/index.ts'

interface Options {
  readonly input?: string
  readonly list?: boolean
  readonly json?: boolean
}

/** The JSON object in the text; '-' reads standard input. */
const inputsOf = (text: string): Inputs => {
  const json = text === '-' ? readFileSync(0, 'utf8') : text
  let inputs: unknown
  try {
    inputs = JSON.parse(json)
  } catch (error) {
    throw new UserError(`--input is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
    throw new UserError(`--input must be a JSON object, as {"d": 30, "v1": 25, "v2": 15}`)
  return inputs as Inputs
}

const measured = (name: string, inputs: Inputs): Measure => {
  try {
    return measure(name, inputs)
  } catch (error) {
    if (error instanceof InputMistakes) throw new UserError(error.mistakes.join('\nnearmiss: '))
    throw error
  }
}

/** JSON has no infinities: they are texts, as in the inputs. */
const asJson = ({ value, unit, reason }: Measure): object => ({
  value: value === null || Number.isFinite(value) ? value : String(value),
  unit,
  valid: value !== null,
  reason,
})

const list = (): string =>
  METRICS.map(
    (m) =>
      `${m.name} [${m.unit}]  ${m.title}\n  ${m.formula}\n  inputs: ${m.inputs.map((i) => i.join(', ')).join('; or ')}\n`,
  ).join('')

export const register = (program: Command): void => {
  program
    .command('metric')
    .description('work out one measure of criticality')
    .argument('[name]', 'as in --list; case and punctuation do not count')
    .option(
      '--input <json>',
      'its inputs by symbol, SI, as \'{"d": 30, "v1": 25, "v2": 15}\'; \'-\' reads stdin',
    )
    .option('--list', 'list all measures with unit, formula and inputs')
    .option('--json', 'print one JSON object')
    .action((name: string | undefined, { input, list: listed, json }: Options) => {
      if (listed) {
        process.stdout.write(json ? `${JSON.stringify({ metrics: METRICS })}\n` : list())
        return
      }
      if (name === undefined) throw new UserError(`which measure? 'nearmiss metric --list' names them`)
      const result = measured(name, input === undefined ? {} : inputsOf(input))
      if (json) process.stdout.write(`${JSON.stringify({ metric: name, ...asJson(result) })}\n`)
      else if (result.value === null) process.stdout.write(`no value: ${result.reason}\n`)
      else process.stdout.write(`${result.value}${result.unit === '-' ? '' : ` ${result.unit}`}\n`)
    })
}
