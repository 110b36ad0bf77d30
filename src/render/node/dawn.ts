/** Dawn, the WebGPU implementation of the npm package `webgpu`, made to work beside Node and Babylon. */
import { create, globals } from 'webgpu'

/**
 * Dawn pumps its events with the global setImmediate and so spins the main thread while the rasteriser
 * works, which then has one core less: a timer of 1 ms cuts a frame's CPU time by almost half (measured,
 * see docs/rendering.md). This affects the whole process, so Dawn is only opened in processes that draw.
 */
const pumpGently = (): void => {
  const gentle = (f: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Timeout =>
    setTimeout(f, 1, ...args)
  Object.assign(globalThis, { setImmediate: gentle })
}

/** The entry to WebGPU of this process, with its classes and constants (GPUBufferUsage, ...) made global. */
export const openDawn = (): GPU => {
  pumpGently()
  Object.assign(globalThis, globals)
  return create([])
}
