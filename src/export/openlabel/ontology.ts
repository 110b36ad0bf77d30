/** What the types in the labels mean: ASAM's standard leaves objects, actions and events to an ontology of one's own. */
import { SEMANTIC_CLASSES } from '../../world/index.ts'
import type { DataSetContext } from '../exporter.ts'

export const ONTOLOGY = 'ontology.json'

const OBJECTS = {
  car: 'passenger car',
  van: 'van or light goods vehicle',
  truck: 'lorry, tractor of an articulated one',
  bus: 'bus or coach',
  trailer: 'whatever is towed',
  motorcycle: 'motorcycle with its rider',
  bicycle: 'bicycle with its rider',
  pedestrian: 'person on foot',
  animal: 'animal',
  object: 'thing that lies, falls or stands in the way',
} as const

const ACTIONS = { skid: 'from the first to the last instant that a vehicle skids' } as const

const EVENTS = {
  collision: 'two bodies touch: closing speed along the normal just before, energy lost, point in the world',
  phase: 'a phase of the scenario begins',
  expectation: 'an expectation of the scenario is decided',
  'skid-start': 'a vehicle begins to skid',
  'skid-end': 'it grips again',
  aeb: 'automatic emergency braking sets in',
  'off-road': 'a vehicle leaves the road',
} as const

export const ontologyRecord = ({ classes = {} }: DataSetContext) => ({
  ontology: 'nearmiss',
  version: 1,
  objects: Object.fromEntries(
    Object.entries(OBJECTS).map(([name, meaning]) => [
      name,
      { meaning, class_number: (SEMANTIC_CLASSES as readonly string[]).indexOf(name) },
    ]),
  ),
  called: classes,
  actions: ACTIONS,
  events: EVENTS,
  relations: { involves: 'the object takes part in the action or event' },
  tags: 'as in the scenario; `outcome` is the worst of its outcome classes that held',
})
