/** Speeds with the units of OpenDRIVE. */
import type { Element } from './xml.ts'

const UNITS: Readonly<Record<string, number>> = { 'm/s': 1, mph: 0.44704, 'km/h': 1 / 3.6, '': 1 }

/** m/s from a number with a unit; undefined: the unit is not known. */
export const metresPerSecond = (value: number, unit: string): number | undefined => {
  const factor = UNITS[unit] as number | undefined
  return factor === undefined ? undefined : value * factor
}

/** The limit of a <speed>, m/s; null: no limit; undefined: it says none. */
export const readLimit = (speed: Element): number | null | undefined => {
  const max = speed.word('max')
  if (max === 'no limit') return null
  if (max === 'undefined' || max === '') return undefined
  const value = speed.number('max', NaN)
  const limit = metresPerSecond(value, speed.word('unit'))
  if (limit === undefined) speed.warn(`the unit '${speed.word('unit')}' is not known`, 'm/s, km/h or mph')
  return limit !== undefined && limit > 0 ? limit : undefined
}
