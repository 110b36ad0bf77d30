/** vehicles/people/*.yaml, vehicles/animals/*.yaml, vehicles/objects/*.yaml -> WalkerSpec, ObjectSpec. */
import { objectSchema, walkerSchema, type ObjectDocument, type WalkerDocument } from '../schema/body.ts'
import type { ActorSpec, Placement } from '../concrete.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { readFixed, type Files } from '../document.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import { linearColour } from './vehicle-library.ts'
import type { BodySpec, ObjectSpec, WalkerSpec } from '../vehicle.ts'

const FOLDERS = ['people', 'animals', 'objects'] as const

/** Names of everybody and everything without wheels in a folder of vehicles, each with its file. */
export const listBodies = (files: Files, folder: string): ReadonlyMap<string, string> =>
  new Map(
    FOLDERS.flatMap((shelf) =>
      [...files.list(`${folder}/${shelf}`)]
        .filter((file) => file.endsWith('.yaml'))
        .sort()
        .map((file) => [file.slice(0, -'.yaml'.length), `${folder}/${shelf}/${file}`] as const),
    ),
  )

/** Reads one of them; null when its file has a mistake. */
export const readBody = (
  files: Files,
  path: string,
  report: (diagnostic: Diagnostic) => void,
): WalkerSpec | ObjectSpec | null =>
  readBodyFile(files, null, path, path.includes('/objects/') ? 'object' : 'walker', report)

/** The same of a file anywhere. @param library folder in which what it builds on may lie, or null */
export const readBodyFile = (
  files: Files,
  library: string | null,
  path: string,
  kind: 'walker' | 'object',
  report: (diagnostic: Diagnostic) => void,
): WalkerSpec | ObjectSpec | null => {
  const shelves = { files, library }
  if (kind === 'object') {
    const read = readFixed(shelves, path, objectSchema, report)
    return read === null ? null : objectSpec(resolve(read.document, {}))
  }
  const read = readFixed(shelves, path, walkerSchema, report)
  return read === null ? null : walkerSpec(resolve(read.document, {}))
}

const bodySpec = (d: Resolved<WalkerDocument | ObjectDocument>): Omit<BodySpec, 'name' | 'class'> => ({
  title: d.title,
  source: d.source,
  body: d.body,
  length: d.size.length,
  width: d.size.width,
  height: d.size.height,
  rearOverhang: d.size.length / 2,
  groundClearance: 0,
  paints: d.paints.map(linearColour),
  mass: d.mass,
  centreOfGravity: [d['centre-of-gravity'].x, 0, d['centre-of-gravity'].z],
  inertia: [d.inertia.roll, d.inertia.pitch, d.inertia.yaw],
})

const walkerSpec = (d: Resolved<WalkerDocument>): WalkerSpec => ({
  ...bodySpec(d),
  kind: 'walker',
  name: d.walker,
  class: d.class,
  pace: d.gait.pace,
  speedMax: d.gait.fastest,
  acceleration: d.gait.acceleration,
  turnRate: d.gait['turn-rate'],
  footGrip: d.friction.feet,
  slideFriction: d.friction.body,
})

const objectSpec = (d: Resolved<ObjectDocument>): ObjectSpec => ({
  ...bodySpec(d),
  kind: 'object',
  name: d.object,
  class: 'object',
  fixed: d.fixed,
  form: d.form,
  slideFriction: d.friction,
  bounce: d.bounce,
  rollingResistance: d.rolling,
})

/** Pace of people who look at their telephones over their usual one (Hatfield, Murphy 2007: 0.9). */
const DISTRACTED = 0.9

/** The actor that such a body is: it has no pedals, no systems and no tyres. */
export const bodyActor = (
  actor: Pick<ActorSpec, 'id' | 'model' | 'speed' | 'paint' | 'present'>,
  spec: WalkerSpec | ObjectSpec,
  at: Placement,
  driver: { readonly kind: string; readonly distracted?: boolean },
): ActorSpec => ({
  ...actor,
  spec,
  at,
  driver:
    spec.kind === 'walker' && driver.kind !== 'none'
      ? driver.distracted === true
        ? { kind: 'walk', desiredSpeed: actor.speed, pace: DISTRACTED * spec.pace, distracted: true }
        : { kind: 'walk', desiredSpeed: actor.speed, pace: spec.pace }
      : { kind: 'none' },
  ...{ abs: 'off', esc: 'off', tc: 'off' },
})
