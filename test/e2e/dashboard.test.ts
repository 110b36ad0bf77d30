/** The story of a newcomer, driven in a real browser against the real command. */
import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import axeCore from 'axe-core'
import { expect } from 'chai'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { scenarioFolder } from '../../src/scenario/files.ts'
import { openBrowser } from './browser.ts'

const PAGE = fileURLToPath(new URL('../../dist/client', import.meta.url))
const COMMAND = fileURLToPath(new URL('../../bin/nearmiss.js', import.meta.url))
/** Everything is drawn by the processor here, the page's world and the server's camera on the same cores. */
const PATIENCE = 240_000

/** A folder of its own, for the page saves into it. */
const SCENARIOS = ['snow-skid-near-collision', 'highway-cut-in', 'lead-brakes']
const copyScenarios = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-scenarios-'))
  for (const name of SCENARIOS)
    copyFileSync(join(scenarioFolder(), `${name}.yaml`), join(folder, `${name}.yaml`))
  return folder
}

const startServer = async (scenarios: string): Promise<{ url: string; process: ChildProcess }> => {
  const process_ = spawn(
    process.execPath,
    [COMMAND, 'serve', '--port', '0', '--scenarios', scenarios, '--runs', join(scenarios, 'runs')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = await new Promise<string>((resolve, reject) => {
    process_.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\S+/.exec(text)
      if (found) resolve(found[0])
    })
    process_.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return { url, process: process_ }
}

interface Look {
  readonly mean: number
  /** Standard deviation of the brightness: 0 is one flat colour. */
  readonly contrast: number
  readonly brightness: Float64Array
}

/** The middle of the 3-D view, without what is laid over it. */
const lookAtStage = async (page: Page): Promise<Look> => {
  const box = (await page.locator('.stage canvas').boundingBox())!
  const clip = { x: box.x + 20, y: box.y + 60, width: box.width - 40, height: box.height - 160 }
  const { data, channels } = decode(await page.screenshot({ clip, timeout: PATIENCE }))
  const brightness = new Float64Array(data.length / channels)
  for (let i = 0; i < brightness.length; i++)
    brightness[i] = (data[i * channels] + data[i * channels + 1] + data[i * channels + 2]) / 3
  const mean = brightness.reduce((a, b) => a + b) / brightness.length
  const contrast = Math.sqrt(brightness.reduce((a, b) => a + (b - mean) ** 2, 0) / brightness.length)
  return { mean, contrast, brightness }
}

/** Share of the pixels that differ visibly. */
const difference = (a: Look, b: Look): number =>
  a.brightness.reduce((n, x, i) => n + (Math.abs(x - b.brightness[i]) > 8 ? 1 : 0), 0) / a.brightness.length

const clockOf = async (page: Page): Promise<number> => {
  const [minutes, seconds] = (await page.locator('.clock').innerText()).split(':')
  return Number(minutes) * 60 + Number(seconds)
}

const seekTo = async (page: Page, share: number): Promise<void> => {
  const box = (await page.locator('.track').boundingBox())!
  await page.mouse.click(box.x + box.width * share, box.y + box.height - 4)
}

const runIn = (page: Page): string => /#run=([a-z0-9-]+)/.exec(page.url())?.[1] ?? ''

describe('the dashboard in a browser @slow', function () {
  this.timeout(PATIENCE)
  const scenarios = copyScenarios()
  let server: ChildProcess
  let url: string
  let browser: Browser
  let page: Page
  const errors: string[] = []

  before(async () => {
    const [started, opened] = await Promise.all([startServer(scenarios), openBrowser()])
    server = started.process
    url = started.url
    browser = opened
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(url)
  })
  after(async () => {
    await browser.close()
    server.kill('SIGTERM')
    rmSync(scenarios, { recursive: true })
  })

  it('shows the library, and a skid on snow that runs live', async () => {
    await page.locator('.card').nth(2).waitFor()
    expect(await page.locator('.card-title').allInnerTexts()).to.include(
      'Skid on packed snow behind a braking van',
    )
    expect(await page.locator('.run-name strong').innerText()).to.equal(
      'Skid on packed snow behind a braking van',
    )
    await page.locator('.run-name .chip.running').waitFor()
    const before = await clockOf(page)
    await page.waitForFunction(
      (t) => document.querySelector('.clock')!.textContent !== t,
      await page.locator('.clock').innerText(),
    )
    expect(await clockOf(page)).to.be.greaterThan(before)
  })

  it('draws a world that is not black and that moves', async () => {
    await page.locator('.stage[data-ready=true]').waitFor()
    const loaded = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => new URL(entry.name).pathname)
        .filter((path) => path.startsWith('/assets/')),
    )
    const kilobytes =
      [...new Set(loaded)].reduce((sum, path) => sum + gzipSync(readFileSync(`${PAGE}${path}`)).length, 0) /
      1000
    expect(loaded.some((path) => path.includes('/world-'))).to.equal(true)
    expect(kilobytes).to.be.within(100, 700)
    await page.locator('.chip.running').waitFor({ state: 'detached' })
    await seekTo(page, 0.1)
    // A step pauses.
    await page.keyboard.press('ArrowRight')
    const first = await lookAtStage(page)
    expect(first.mean).to.be.within(15, 245)
    expect(first.contrast).to.be.greaterThan(4)
    await seekTo(page, 0.5)
    // The next picture comes when it is drawn, which without a GPU is not at once.
    let second = await lookAtStage(page)
    while (difference(first, second) < 0.002) second = await lookAtStage(page)
    expect(second.contrast).to.be.greaterThan(4)
  })

  it('shows what the camera sees, with a box round the van', async () => {
    await page.locator('.picture img').waitFor()
    const size = await page
      .locator('.picture img')
      .evaluate((img: HTMLImageElement) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]))
    expect(size).to.deep.equal([640, 360])
    await seekTo(page, 0.05)
    await page.locator('.boxes .box', { hasText: 'lead' }).first().waitFor()
    await page.keyboard.down('h')
    await page.locator('.boxes').waitFor({ state: 'detached' })
    await page.keyboard.up('h')
    await page.locator('.boxes').waitFor()
  })

  it('stands still when paused, steps, scrubs and jumps between events', async () => {
    await seekTo(page, 0.3)
    const at = await clockOf(page)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await clockOf(page)).to.be.closeTo(at + 0.02, 0.0101)
    await page.keyboard.press('Home')
    expect(await clockOf(page)).to.equal(0)
    await page.keyboard.press(']')
    const event = Number(await page.locator('.events li time').first().innerText())
    expect(await clockOf(page)).to.be.closeTo(event, 0.011)
    await page.locator('.events li button').last().click()
    const last = Number(await page.locator('.events li time').last().innerText())
    expect(await clockOf(page)).to.be.closeTo(last, 0.011)
  })

  it('runs another seed with a parameter set by hand, leaves the live edge and comes back', async () => {
    const before = runIn(page)
    const card = page.locator('.card.chosen')
    await card.locator('input[type=number]').fill('7')
    await card.locator('#p-mu').fill('0.2')
    await card.locator('button[type=submit]').click()
    // The page presses its own keys at the first sight of the run: where one picture takes seconds to draw, a run is
    // over between two of ours. It pauses, for a playhead that runs catches up with an edge that has just begun.
    const pressed = await page.evaluate(async (id) => {
      while (location.hash.includes(id) || document.querySelector('.run-name .chip.running') === null)
        await new Promise((later) => setTimeout(later))
      const live = document.querySelector('button.live')!
      const states = [live.getAttribute('aria-pressed')]
      for (const key of ['k', 'Home', 'l']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        await new Promise((shown) => setTimeout(shown))
        states.push(live.getAttribute('aria-pressed'))
      }
      return states
    }, before)
    expect(pressed).to.deep.equal(['true', 'false', 'false', 'true'])
    expect(await page.locator('.run-name').innerText()).to.include('seed 7')
    const listed = (await (await fetch(`${url}api/v1/runs`)).json()) as {
      runs: { id: string; seed: number; parameters: Record<string, number> }[]
    }
    const run = listed.runs.find((r) => r.id === runIn(page))!
    expect(run.seed).to.equal(7)
    expect(run.parameters['mu']).to.be.closeTo(0.2, 1e-9)
  })

  it('marks a mistake where it is written, completes the word, and runs and saves what was edited', async () => {
    const before = runIn(page)
    const path = join(scenarios, 'snow-skid-near-collision.yaml')
    await page.locator('.card.chosen button.edit').click()
    await page.locator('.code[data-ready=true]').waitFor()
    await page.locator('.verdict.good').waitFor()
    // Typed behind the end of the text, as one would.
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('weahter: {}')
    await page.locator('.cm-lintRange-error').waitFor()
    const told = await page.locator('.verdict li').first().innerText()
    const lines = readFileSync(path, 'utf8').split('\n').length
    expect(told).to.match(
      /^snow-skid-near-collision\.yaml:\d+:1: error: .*did you mean 'weather'\? \[unknown-key\]$/,
    )
    expect(told).to.include(`yaml:${lines}:1:`)
    for (let i = 0; i < 'weahter: {}'.length; i++) await page.keyboard.press('Backspace')
    await page.keyboard.type('# edited here')
    await page.locator('.verdict.good').waitFor()
    await page.getByRole('button', { name: 'Diff' }).click()
    await page.locator('.cm-changedLine').waitFor()
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+s')
    await page.locator('.unsaved').waitFor({ state: 'detached' })
    expect(readFileSync(path, 'utf8')).to.match(/# edited here$/)
    await page.keyboard.press('Control+Enter')
    await page.waitForFunction((id) => !location.hash.includes(id), before)
    await page.locator('#tab-library').click()
  })

  it('shows a second viewer the same run and the same events', async () => {
    const other = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' })
    other.setDefaultTimeout(PATIENCE)
    // Without its 3-D world, which is the slow part, the page must do all the rest.
    await other.route('**/assets/world-*.js', (route) => route.abort())
    await other.goto(page.url())
    for (const p of [page, other]) await p.locator('.live.over').waitFor()
    await other.locator('.events li').first().waitFor()
    expect(runIn(other)).to.equal(runIn(page))
    const eventsOf = (p: Page): Promise<string[]> => p.locator('.events li').allInnerTexts()
    expect(await eventsOf(other)).to.deep.equal(await eventsOf(page))
    expect(await other.locator('.stage [role=alert]').innerText()).to.include('cannot be drawn')
    expect(await other.locator('html').getAttribute('data-theme')).to.equal('light')
    await other.close()
  })

  it('compares two runs in step, and its link leads back to the moment', async () => {
    await page.locator('#tab-runs').click()
    // The address of a playhead that rests.
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(() => location.hash.includes('t=0.01'))
    await page.getByLabel('Compare the watched run with this one').first().click()
    // The table is full once the other run's states are here.
    await page.waitForFunction(() => {
      const cells = [...document.querySelectorAll('.compare tbody:first-of-type td')]
      return cells.length === 12 && cells.every((cell) => cell.textContent !== '–')
    })
    expect(await page.locator('.compare tbody').count()).to.equal(2)
    const other = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    other.setDefaultTimeout(PATIENCE)
    await other.route('**/assets/world-*.js', (route) => route.abort())
    await other.goto(page.url())
    await other.locator('.live.over').waitFor()
    expect(await clockOf(other)).to.equal(0.01)
    expect(runIn(other)).to.equal(runIn(page))
    await other.close()
  })

  it('explains its keys, is clean for axe, and had no error', async () => {
    await page.evaluate(axeCore.source)
    const violations = (): Promise<string[]> =>
      page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run: (on: Document) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
          }
        }
        const found = await axe.run(document)
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`)
      })
    for (const tab of ['runs', 'editor', 'library']) {
      await page.locator(`#tab-${tab}`).click()
      if (tab === 'editor') await page.locator('.code[data-ready=true]').waitFor()
      expect(await violations(), tab).to.deep.equal([])
    }
    await page.keyboard.press('?')
    await page.locator('dialog.help[open]').waitFor()
    expect(await violations(), 'help').to.deep.equal([])
    await page.keyboard.press('Escape')
    await page.locator('dialog.help').waitFor({ state: 'detached' })
    expect(errors).to.deep.equal([])
  })
})
