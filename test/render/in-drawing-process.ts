/**
 * Runs a script of this folder in a process of its own and gives back what it sent: drivers are chosen by the
 * environment before a process starts, so a test cannot draw in its own.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { renderEnvironment } from '../../src/render/node/index.ts'

/**
 * @param script sends one message and exits.
 * @param env over the present environment; left out: the renderer's.
 */
export const inDrawingProcess = async <T>(script: URL, env?: NodeJS.ProcessEnv): Promise<T> => {
  const child = fork(fileURLToPath(script), [], {
    env: env === undefined ? await renderEnvironment() : { ...process.env, ...env },
    execArgv: ['--import=tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk))
  return new Promise<T>((resolve, reject) => {
    let answer: { readonly value: T } | null = null
    child.on('message', (value) => (answer = { value: value as T }))
    child.on('close', (code) => {
      if (answer === null)
        reject(new Error(`${script.pathname} ended with ${code}: ${complaints.slice(-2000)}`))
      else resolve(answer.value)
    })
  })
}
