/** The traffic lights of a road: what they show by their programme, and once somebody has set some. */
import { lightAt, lightPhases, type Road } from '../road/index.ts'
import type { LightState } from '../scenario/index.ts'
import type { LightNow, WorldState } from './state.ts'

type Lights = Pick<WorldState, 'lights'>

/**
 * What the lights of a road show by their programme at a time, s; nothing where there are none. One that no
 * traffic obeys is off.
 */
export const lightProgramme = (road: Road): ((time: number) => Lights) => {
  const phases = lightPhases(road)
  const lights = road.signals.flatMap(({ kind, id }) =>
    kind === 'traffic-light' ? [{ signal: id, phase: phases.get(id) }] : [],
  )
  if (lights.length === 0) return () => ({})
  return (time) => ({
    lights: lights.map(({ signal, phase }): LightNow => ({
      signal,
      shows: phase === undefined ? 'off' : lightAt(phase, time),
    })),
  })
}

/** The lights after some have been set to show something else. */
export const withLightsSet = ({ lights }: Lights, set: ReadonlyMap<string, LightState>): Lights => {
  if (lights === undefined) return {}
  if (set.size === 0) return { lights }
  return { lights: lights.map((light) => ({ ...light, shows: set.get(light.signal) ?? light.shows })) }
}
