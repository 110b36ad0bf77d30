/**
 * A process that draws must be born with its Vulkan driver's environment (docs/decisions/0004). A command that
 * draws calls `ensureDrawingProcess()` first: true means "this is that process, go on"; false means that the
 * command ran to its end in a child with the right environment, and its exit code is ours.
 */
import { spawn } from 'node:child_process'

const MARK = 'NEARMISS_DRAWING_PROCESS'

export const ensureDrawingProcess = async (): Promise<boolean> => {
  if (process.env[MARK] === '1') {
    // Should our parent be killed outright, nobody is left to stop us: the broken channel tells.
    process.on('disconnect', () => process.exit(143))
    process.channel?.unref()
    return true
  }
  const { renderEnvironment } = await import('../render/node/index.ts')
  const env = { ...(await renderEnvironment()), [MARK]: '1' }
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // Sent to us alone, or by a terminal's Ctrl-C to both: twice does no harm.
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, pass)
  process.exitCode = await new Promise<number>((done) =>
    child.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143))),
  )
  return false
}
