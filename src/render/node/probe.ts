/**
 * Child process: says in one line of JSON which Vulkan, Metal or D3D12 device Dawn gets in this environment
 * (null: none it accepts). A process of its own, because the loader reads its environment at start-up and
 * a broken driver can take the process with it.
 */
import { openDawn } from './dawn.ts'

const adapter = await openDawn().requestAdapter({ powerPreference: 'high-performance' })
const info =
  adapter === null
    ? null
    : { vendor: adapter.info.vendor, device: adapter.info.device, description: adapter.info.description }
process.stdout.write(`${JSON.stringify(info)}\n`, () => process.exit(0))
