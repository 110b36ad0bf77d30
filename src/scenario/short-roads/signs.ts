/** Signs and lights of short roads, as a German map would have them (VzKat 2017). */
import type { RoadSignal, SignalKind } from '../roads/road-network.ts'

const TYPES: Readonly<Record<SignalKind, string>> = {
  'traffic-light': '1000001',
  stop: '206',
  'give-way': '205',
  'priority-road': '306',
  'speed-limit': '274',
  'stop-line': '294',
  other: '',
}

/** Lower edge of a sign over the ground, and of a light, m (VwV-StVO and RiLSA). */
const SIGN_HEIGHT = 2
const LIGHT_HEIGHT = 2.1

export const signOf = (
  id: string,
  kind: SignalKind,
  s: number,
  t: number,
  facing: 1 | -1,
  value: number | null = null,
): RoadSignal => ({
  ...{ id, kind, s, t, facing, value, name: '', text: '', subtype: '', lanes: [], heading: 0 },
  ...{ country: kind === 'traffic-light' ? 'OpenDRIVE' : 'DE', type: TYPES[kind] },
  dynamic: kind === 'traffic-light',
  z: kind === 'traffic-light' ? LIGHT_HEIGHT : SIGN_HEIGHT,
  ...(kind === 'traffic-light' ? { width: 0.3, height: 0.9 } : { width: 0.6, height: 0.6 }),
})
