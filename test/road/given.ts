/** Roads for tests: of a map's text, of a file, of a few lines of YAML. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { buildRoad, type Road } from '../../src/road/index.ts'
import {
  formatDiagnostics,
  loadScenarioFrom,
  readOpenDrive,
  sampleScenario,
  type ConcreteScenario,
  type NetworkSpec,
  type ReadMap,
} from '../../src/scenario/index.ts'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import { straightRoad } from '../criticality/scene.ts'

export const roadOfNetwork = (network: NetworkSpec): Road => buildRoad({ ...straightRoad, network }, [])

/** A map with these roads (and junctions): the rest of the file is put round them. */
export const mapText = (parts: string): string =>
  `<?xml version="1.0"?>\n<OpenDRIVE>\n<header revMajor="1" revMinor="7"/>\n${parts}\n</OpenDRIVE>\n`

/** A road of one geometry with a lane of 3.5 m on either side. */
export const roadText = (
  geometry: string,
  { id = '1', length = 100, lanes = '', more = '', attributes = '' } = {},
): string => `<road id="${id}" length="${length}" junction="-1" ${attributes}>${more}
<planView>${geometry}</planView>
<lanes>${
  lanes === ''
    ? `<laneSection s="0"><left><lane id="1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none"/></center>
<right><lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right></laneSection>`
    : lanes
}</lanes></road>`

export const read = (text: string): ReadMap & { readonly network: NetworkSpec } => {
  const map = readOpenDrive('map.xodr', text)
  expect(map.network, formatDiagnostics(map.diagnostics)).not.to.equal(null)
  return { ...map, network: map.network! }
}

export const roadOfMap = (text: string): Road => roadOfNetwork(read(text).network)

const FIXTURES = new URL('../fixtures/opendrive/', import.meta.url)
export const fixture = (name: string): string => readFileSync(new URL(name, FIXTURES), 'utf8')

/** A whole scenario round one `road:` line, and what the loader says of it. */
export const loadRoad = (road: string, { actor = '{lane: -1, s: 20 m}', more = '', files = {} } = {}) => {
  const text = `scenario: test\nversion: 1\ntitle: Test\nrun: {stop: {after: 5 s}}\nroad: ${road}\n${more}actors:\n  ego: {model: sedan, at: ${actor}, speed: 10 m/s}\n`
  const all: Readonly<Record<string, string>> = { 'test.yaml': text, ...files }
  const from = {
    read: (path: string) => (Object.hasOwn(all, path) ? all[path] : disk.read(path)),
    list: (path: string) => (path === '.' ? Object.keys(all) : disk.list(path)),
  }
  return loadScenarioFrom(from, 'test.yaml', { vehicles: vehicleFolder() })
}

export const scenarioOn = (road: string, more: Parameters<typeof loadRoad>[1] = {}): ConcreteScenario => {
  const { scenario, diagnostics } = loadRoad(road, more)
  expect(formatDiagnostics(diagnostics)).to.equal('')
  return sampleScenario(scenario!)
}

export const shortRoad = (road: string, more: Parameters<typeof loadRoad>[1] = {}): Road => {
  const scenario = scenarioOn(road, more)
  return buildRoad(scenario.road, scenario.surface)
}
