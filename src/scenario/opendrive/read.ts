/**
 * OpenDRIVE 1.4 to 1.8 -> network. What the standard lets a map leave out is filled in, what a map gets
 * wrong is said and read as well as can be, and what this reader cannot do is listed by element and line.
 */
import type { Diagnostic } from '../diagnostics.ts'
import type { ControllerSpec, NetworkSpec, RoadLineSpec, RoadLink } from '../roads/road-network.ts'
import { diagnose } from '../source.ts'
import { readFurniture, type SignalBook } from './furniture.ts'
import { readJunctions } from './junctions.ts'
import { readSections } from './lanes.ts'
import { bySAscending, cubics, readGeometry, readProfiles } from './line.ts'
import { readLimit } from './limits.ts'
import { parseXml, type Element } from './xml.ts'

export interface ReadMap {
  /** null: there was nothing to be read. */
  readonly network: NetworkSpec | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the text of an .xodr file. Never throws, whatever the text is. */
export const readOpenDrive = (file: string, text: string): ReadMap => {
  const { root, diagnostics } = parseXml(file, text)
  if (root === null) return { network: null, diagnostics }
  const refuse = (message: string, expected: string): ReadMap => {
    diagnostics.push(diagnose(root.at, { code: 'map-syntax', message, expected }))
    return { network: null, diagnostics }
  }
  if (root.name !== 'OpenDRIVE') return refuse(`<${root.name}> is no OpenDRIVE map`, '<OpenDRIVE>')
  const header = root.one('header')
  if (header === undefined) root.warn('the map has no <header>')
  else checkHeader(header)
  const reference = header?.one('geoReference')?.text ?? ''

  const book: SignalBook = new Map()
  const roads = unique(root.all('road')).map((road) => readRoad(road, book))
  const usable = roads.filter((road) => road !== null)
  if (usable.length === 0) return refuse('the map has no road', 'a <road> with a <planView>')
  const network: NetworkSpec = {
    roads: usable.map(({ spec, resolve }) => ({ ...spec, signals: resolve() })),
    junctions: readJunctions(root),
    controllers: root.all('controller').map(readController),
    joints: [],
    reference: reference === '' ? null : reference,
  }
  checkLinks(network, root)
  diagnostics.push(...unreadParts(root))
  return { network, diagnostics }
}

const checkHeader = (header: Element): void => {
  const [major, minor] = [header.number('revMajor', 1), header.number('revMinor', 4)]
  if (major !== 1) header.warn(`revision ${major}.${minor} is not known`, 'OpenDRIVE 1.4 to 1.8')
  const offset = header.one('offset')
  if (offset !== undefined && ['x', 'y', 'z', 'hdg'].some((name) => offset.number(name) !== 0))
    offset.warn('the offset of the whole map is not applied: positions stay as the file has them')
}

/** Roads by id: a second one of the same id is said and left out. */
const unique = (roads: readonly Element[]): Element[] => {
  const seen = new Set<string>()
  return roads.filter((road) => {
    const id = road.word('id')
    if (!seen.has(id)) return seen.add(id)
    road.warn(`a second road has the id '${id}' and is left out`)
    return false
  })
}

interface Draft {
  readonly spec: Omit<RoadLineSpec, 'signals'>
  /** Signals of other roads may be referred to, so they are put together once all roads are read. */
  readonly resolve: () => RoadLineSpec['signals']
}

const readRoad = (road: Element, book: SignalBook): Draft | null => {
  const geometry = readGeometry(road)
  if (geometry === null) return null
  const drawn =
    geometry.length === 0 ? 0 : geometry[geometry.length - 1].s + geometry[geometry.length - 1].length
  const length = road.number('length', drawn)
  if (!(length > 0)) {
    road.warn(`road '${road.word('id')}' has no length and is left out`)
    return null
  }
  if (Math.abs(length - drawn) > 0.1)
    road.warn(`road '${road.word('id')}' is ${length} m long, but its <planView> ${drawn} m`)
  const junction = road.word('junction', '-1')
  const lanes = road.one('lanes')
  if (lanes === undefined) road.warn(`road '${road.word('id')}' has no <lanes>`)
  const link = road.one('link')
  const types = bySAscending(road.all('type'))
  const { objects, signals } = readFurniture(road, length, book)
  return {
    spec: {
      ...{ id: road.word('id'), name: road.word('name'), length, oneWay: false },
      junction: junction === '-1' || junction === '' ? null : junction,
      traffic: road.word('rule').toUpperCase() === 'LHT' ? 'left' : 'right',
      geometry,
      ...readProfiles(road),
      laneOffset: lanes === undefined ? [] : cubics(lanes.all('laneOffset'), 's', 0),
      sections: lanes === undefined ? [{ s: 0, lanes: [] }] : readSections(lanes),
      before: readLink(link?.one('predecessor')),
      after: readLink(link?.one('successor')),
      limits: types.flatMap((type) => {
        const speed = type.one('speed')
        const limit = speed === undefined ? undefined : readLimit(speed)
        return limit === undefined ? [] : [{ s: type.number('s'), limit }]
      }),
      objects,
    },
    resolve: signals,
  }
}

const readLink = (link: Element | undefined): RoadLink | null => {
  if (link === undefined) return null
  const id = link.word('elementId')
  if (link.word('elementType') === 'junction') return { kind: 'junction', junction: id }
  if (link.has('elementS')) link.warn('a link to the middle of a road is read as one to its end')
  return { kind: 'road', road: id, contact: link.word('contactPoint') === 'end' ? 'end' : 'start' }
}

const readController = (controller: Element): ControllerSpec => ({
  id: controller.word('id'),
  name: controller.word('name'),
  signals: controller.all('control').map((control) => control.word('signalId')),
})

/** Links that lead nowhere. */
const checkLinks = ({ roads, junctions }: NetworkSpec, root: Element): void => {
  const ids = new Set(roads.map((road) => road.id))
  const known = new Set(junctions.map((junction) => junction.id))
  const elements = new Map(root.all('road').map((road) => [road.word('id'), road]))
  for (const road of roads)
    for (const link of [road.before, road.after]) {
      if (link?.kind === 'road' && !ids.has(link.road))
        elements
          .get(road.id)
          ?.warn(`road '${road.id}' is linked with road '${link.road}', which is not there`)
      if (link?.kind === 'junction' && !known.has(link.junction))
        elements
          .get(road.id)
          ?.warn(`road '${road.id}' is linked with junction '${link.junction}', which is not there`)
    }
}

/** Data of other programs, which the standard tells a reader to pass over. */
const FOREIGN = new Set(['userData', 'dataQuality'])

/** Elements that nobody read: one warning a name, with the lines that they stand on. */
const unreadParts = (root: Element): Diagnostic[] => {
  const found = new Map<string, Element[]>()
  const walk = (element: Element): void => {
    for (const part of element.unread)
      if (!FOREIGN.has(part.name) && !part.empty) {
        const key = `${element.name}/${part.name}`
        found.set(key, [...(found.get(key) ?? []), part])
      }
    const unread = new Set(element.unread)
    for (const part of element.parts) if (!unread.has(part)) walk(part)
  }
  walk(root)
  return [...found].map(([key, parts]) => {
    const lines = parts.slice(0, 12).map((part) => part.at.source.position(part.at.offset).line)
    const more = parts.length > lines.length ? `, ... (${parts.length} in all)` : ''
    const [holder, name] = key.split('/')
    const where = parts.length === 1 ? `line ${lines[0]}` : `lines ${lines.join(', ')}${more}`
    return diagnose(parts[0].at, {
      code: 'map-unsupported',
      severity: 'warning',
      message: `<${name}> in <${holder}> is not supported and passed over: ${where}`,
    })
  })
}
