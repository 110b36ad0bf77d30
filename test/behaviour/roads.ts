/** Scenarios on roads of a line of YAML, for tests of drivers on networks. */
import { expect } from 'chai'
import {
  formatDiagnostics,
  loadScenarioFrom,
  sampleScenario,
  type ConcreteScenario,
} from '../../src/scenario/index.ts'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'

/** @param actors entries of `actors:`, by name */
export const traffic = (
  road: string,
  actors: Readonly<Record<string, string>>,
  { seconds = 40, more = '' } = {},
): ConcreteScenario => {
  const entries = Object.entries(actors).map(([id, actor]) => `  ${id}: ${actor}\n`)
  const text = `scenario: test\nversion: 1\ntitle: Test\nrun: {stop: {after: ${seconds} s}}\nroad: ${road}\n${more}actors:\n${entries.join('')}`
  const files = {
    read: (path: string) => (path === 't.yaml' ? text : disk.read(path)),
    list: (path: string) => disk.list(path),
  }
  const { scenario, diagnostics } = loadScenarioFrom(files, 't.yaml', { vehicles: vehicleFolder() })
  expect(formatDiagnostics(diagnostics)).to.equal('')
  return sampleScenario(scenario!)
}

/** A sedan on a road at s, with more keys. */
export const sedan = (road: string, s: number, speed: number, more = ''): string =>
  `{model: sedan, at: {road: ${road}, lane: -1, s: ${s} m}, speed: ${speed} m/s${more === '' ? '' : `, ${more}`}}`
