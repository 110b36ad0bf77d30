/**
 * Loaded with `node --import`: every module sees a physics clock that is finer by FINER than the one in
 * src/physics/constants.ts, which is replaced as it is loaded. The product has one clock, so it has no switch for it.
 */
import { register } from 'node:module'

const hooks = `
  const FINER = ${Number(process.env.FINER)}
  export const load = async (url, context, next) => {
    const loaded = await next(url, context)
    if (!url.split('?')[0].endsWith('/src/physics/constants.ts')) return loaded
    const source = String(loaded.source)
    const finer = source.replaceAll(/\\/\\s*TICKS_PER_SECOND/g, '/(TICKS_PER_SECOND*' + FINER + ')')
    if (finer === source) throw new Error('constants.ts has no tick to refine')
    return { ...loaded, source: finer }
  }
`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
