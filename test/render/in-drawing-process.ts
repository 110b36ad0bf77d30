/**
 * Runs a script of this folder in a process that has the renderer's environment, and gives back what it sent:
 * drivers are chosen before a process starts, so a test cannot draw in its own.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { renderEnvironment } from '../../src/render/node/index.ts'

/** @param script file name beside this one; it sends one message and exits. */
export const inDrawingProcess = async <T>(script: string, ...args: readonly string[]): Promise<T> => {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    env: await renderEnvironment(),
    execArgv: process.execArgv.length > 0 ? process.execArgv : ['--import=tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk))
  return new Promise<T>((resolve, reject) => {
    let answer: { readonly value: T } | null = null
    child.on('message', (value) => (answer = { value: value as T }))
    child.on('close', (code) => {
      if (answer === null) reject(new Error(`${script} ended with ${code}: ${complaints.slice(-2000)}`))
      else resolve(answer.value)
    })
  })
}
