/**
 * The story of a newcomer, driven in a real browser against the real command. The page is without its 3-D world,
 * which must not matter to anything else; world.test.ts has it. What is waited for are states that stay.
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import axeCore from 'axe-core'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { nearmiss, openPage, serve, type Served, type Watched } from './served.ts'

const clockOf = async (page: Page): Promise<number> => {
  const [minutes, seconds] = (await page.locator('.clock').innerText()).split(':')
  return Number(minutes) * 60 + Number(seconds)
}

const seekTo = async (page: Page, share: number): Promise<void> => {
  const box = (await page.locator('.track').boundingBox())!
  await page.mouse.click(box.x + box.width * share, box.y + box.height - 4)
}

const runIn = (page: Page): string => /#run=([a-z0-9-]+)/.exec(page.url())?.[1] ?? ''

/** What axe finds wrong with what is shown. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeCore.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (on: Document) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const found = await axe.run(document)
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`)
  })
}

describe('the dashboard in a browser @slow', function () {
  this.timeout(600_000)
  let server: Served
  let browser: Browser
  let watched: Watched
  let page: Page
  /** A test whose failure says what the page shows. */
  const on = (title: string, act: () => Promise<void>): Mocha.Test => it(title, () => watched.told(act))
  const second = async (options: { light?: boolean } = {}): Promise<Watched> =>
    openPage(browser, page.url(), { world: false, ...options })

  const clean = async (what: string): Promise<void> => {
    expect(await violations(page), what).to.deep.equal([])
  }

  before(async () => {
    ;[server, browser] = await Promise.all([
      serve(['snow-skid-near-collision', 'lead-brakes']),
      openBrowser({ webgl: false }),
    ])
    watched = await openPage(browser, server.url, { world: false })
    page = watched.page
  })
  after(async () => {
    await browser.close()
    server.close()
  })

  on('shows the library, and starts a run by itself', async () => {
    await page.locator('.card').nth(2).waitFor()
    const title = 'Skid on packed snow behind a braking van'
    expect(await page.locator('.card-title').allInnerTexts()).to.include(title)
    await page.locator('.run-name strong').waitFor()
    expect(await page.locator('.run-name strong').innerText()).to.equal(title)
    expect(await page.locator('.stage [role=alert]').innerText()).to.include('cannot be drawn')
    // The run from above stands in for the world.
    expect(await page.locator('.stage .plan .car').count()).to.equal(3)
  })

  on(
    'runs with a seed and a parameter set by hand, follows the live edge, leaves it and comes back',
    async () => {
      const before = runIn(page)
      await page.locator('.card-head', { hasText: 'Two cars wait' }).click()
      const card = page.locator('.card.chosen')
      await card.locator('input[type=number]').fill('7')
      await card.locator('#p-gap').fill('12')
      await card.locator('button[type=submit]').click()
      await page.waitForFunction((id) => !location.hash.includes(id), before)
      await page.locator('.run-name .chip.running').waitFor()
      expect(await page.locator('.run-name').innerText()).to.include('seed 7')
      await page.locator('button.live[aria-pressed=true]').waitFor()
      await page.waitForFunction(
        (shown) => document.querySelector('.clock')!.textContent !== shown,
        await page.locator('.clock').innerText(),
      )
      // Space would press the button that has the focus.
      await page.keyboard.press('k')
      await page.locator('button.live[aria-pressed=false]').waitFor()
      await page.keyboard.press('Home')
      expect(await clockOf(page)).to.equal(0)
      await page.keyboard.press('l')
      await page.locator('button.live[aria-pressed=true]').waitFor()
      const listed = (await (await fetch(`${server.url}api/v1/runs`)).json()) as {
        runs: { id: string; seed: number; parameters: Record<string, number> }[]
      }
      const run = listed.runs.find((r) => r.id === runIn(page))!
      expect(run.seed).to.equal(7)
      // The slider has a hundred steps.
      expect(run.parameters['gap']).to.be.closeTo(12, 0.076)
    },
  )

  on('stops a run, and finds an older one by its hazard', async () => {
    await page.locator('#tab-runs').click()
    await page.locator('.run.chosen').getByLabel('Stop this run').click()
    await page.locator('.live.over').waitFor()
    expect(await page.locator('.run-name').innerText()).to.include('stopped')
    await page.getByLabel('Only with this hazard').selectOption('snow-skid')
    await page.waitForFunction(() => document.querySelectorAll('.run').length === 1)
    // It came to a collision, with a time to collision near to nothing.
    await page.locator('.run', { hasText: 'min TTC' }).waitFor()
    await page.getByLabel('Only with a value of this metric').selectOption('TTC')
    await page.getByLabel('Limit of TTC').fill('-1')
    await page.locator('.empty', { hasText: 'No run fits' }).waitFor()
    await page.getByLabel('Limit of TTC').fill('3')
    const before = runIn(page)
    await page.locator('.run .run-head').click()
    await page.waitForFunction((id) => !location.hash.includes(id), before)
    await page.locator('.live.over').waitFor()
  })

  on('stands still when paused, steps, scrubs and jumps between events', async () => {
    await seekTo(page, 0.3)
    await page.keyboard.press('ArrowRight')
    const at = await clockOf(page)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await clockOf(page)).to.be.closeTo(at + 0.02, 0.0051)
    await page.keyboard.press('Home')
    expect(await clockOf(page)).to.equal(0)
    await page.keyboard.press(']')
    const event = Number(await page.locator('.events li time').first().innerText())
    expect(await clockOf(page)).to.be.closeTo(event, 0.0051)
    await page.locator('.events li button').last().click()
    const last = Number(await page.locator('.events li time').last().innerText())
    expect(await clockOf(page)).to.be.closeTo(last, 0.0051)
  })

  on(
    'shows what the camera sees, with a box round the van, and hides the boxes while H is held',
    async () => {
      await seekTo(page, 0.05)
      await page.locator('.boxes .box', { hasText: 'lead' }).first().waitFor()
      const size = await page
        .locator('.picture img')
        .first()
        .evaluate((img: HTMLImageElement) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]))
      expect(size).to.deep.equal([640, 360])
      await page.keyboard.down('h')
      await page.locator('.boxes').waitFor({ state: 'detached' })
      await page.keyboard.up('h')
      await page.locator('.boxes .box', { hasText: 'lead' }).first().click()
      await page.waitForFunction(() => location.hash.includes('follow=lead'))
    },
  )

  on('marks a mistake where it is written, and runs and saves what was edited', async () => {
    const before = runIn(page)
    const path = join(server.folder, 'lead-brakes.yaml')
    await page.locator('#tab-library').click()
    await page.locator('.card-head', { hasText: 'Car ahead brakes' }).click()
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
    expect(told).to.match(/^lead-brakes\.yaml:\d+:1: error: .*did you mean 'weather'\? \[unknown-key\]$/)
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
    await page.locator('.live.over').waitFor()
  })

  on('shows a second viewer the same run and the same events, in the light', async () => {
    const other = await second({ light: true })
    await other.told(async () => {
      await other.page.locator('.live.over').waitFor()
      await other.page.locator('.events li').first().waitFor()
      expect(runIn(other.page)).to.equal(runIn(page))
      const eventsOf = (p: Page): Promise<string[]> => p.locator('.events li').allInnerTexts()
      expect(await eventsOf(other.page)).to.deep.equal(await eventsOf(page))
      expect(await other.page.locator('html').getAttribute('data-theme')).to.equal('light')
      expect(await violations(other.page)).to.deep.equal([])
    })
    await other.page.close()
  })

  on('compares two runs in step, and its link leads back to the moment', async () => {
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
    const other = await second()
    await other.told(async () => {
      await other.page.locator('.live.over').waitFor()
      expect(await clockOf(other.page)).to.equal(0.01)
      expect(runIn(other.page)).to.equal(runIn(page))
    })
    await other.page.close()
  })

  on('writes the run as a data set, and looks through its pictures', async () => {
    await page.getByRole('button', { name: 'Export…' }).click()
    const dialog = page.locator('dialog.export[open]')
    await dialog.locator('option', { hasText: 'coco' }).waitFor({ state: 'attached' })
    await dialog.getByLabel('format').selectOption('coco')
    await dialog.getByLabel('frames of each sensor').fill('2')
    await clean('export')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await dialog.locator('.jobs .chip', { hasText: 'ended' }).waitFor()
    const folder = await dialog.locator('.jobs code').innerText()
    await nearmiss('verify', folder)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.locator('#tab-results').click()
    await page.locator('.results .run', { hasText: basename(folder) }).click()
    await page.locator('.tile img').nth(1).waitFor()
    await page.getByLabel('Only frames of this class').selectOption('car')
    await page.locator('.data-set [role=status]', { hasText: 'of 2 frames' }).waitFor()
    await clean('data set')
    await page.locator('.tile img').first().click()
    await page.locator('dialog.frame li', { hasText: 'lead' }).waitFor()
    await clean('frame of the data set')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('.sheet').waitFor({ state: 'detached' })
  })

  on('shows a sweep, and runs a row of it again', async () => {
    const file = join(server.folder, 'lead-brakes.yaml')
    await nearmiss('sweep', file, '--samples', '5', '--out', join(server.folder, 'sweeps', 'brakes'))
    await page.locator('#tab-library').click()
    await page.locator('#tab-results').click()
    await page.locator('.results .run', { hasText: 'brakes' }).first().click()
    await page.locator('.sweep-bar', { hasText: '5 of 5 runs' }).waitFor()
    await clean('sweep')
    const before = runIn(page)
    const row = page.locator('.sweep tbody button').nth(3)
    const seed = /seed \d+/.exec(await row.innerText())![0]
    await row.click()
    await page.waitForFunction((id) => !location.hash.includes(id), before)
    await page.locator('.live.over').waitFor()
    expect(await page.locator('.run-name').innerText()).to.include(seed)
  })

  on('explains its keys, is clean for axe, and had no error', async () => {
    for (const tab of ['runs', 'editor', 'library', 'results']) {
      await page.locator(`#tab-${tab}`).click()
      if (tab === 'editor') await page.locator('.code[data-ready=true]').waitFor()
      await clean(tab)
    }
    await page.keyboard.press('?')
    await page.locator('dialog.help[open]').waitFor()
    await clean('help')
    await page.keyboard.press('Escape')
    await page.locator('dialog.help').waitFor({ state: 'detached' })
    expect(watched.errors).to.deep.equal([])
  })
})
