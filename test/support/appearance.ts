import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { z } from 'zod'

/** The sizes the desk is made for. */
export const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const
export const SCHEMES = ['light', 'dark'] as const

const Violations = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
  }),
)

/** One rule of axe alone, or all but one; all where neither is said. */
export interface Asked {
  readonly only?: string
  readonly without?: string
}

/** Axe as the page has it already, or brought into it: bringing it takes longer than asking it. */
async function violationsOn(page: Page, { only, without }: Asked): Promise<z.infer<typeof Violations>> {
  const options = {
    resultTypes: ['violations' as const],
    preload: false,
    ...(only ? { runOnly: [only] } : {}),
    ...(without ? { rules: { [without]: { enabled: false } } } : {}),
  }
  const isThere = await page.evaluate(() => 'axe' in window)
  const found = isThere
    ? await page.evaluate((asked) => Reflect.get(window, 'axe').run(document, asked), options)
    : await new AxeBuilder({ page }).setLegacyMode(true).options(options).analyze()
  return z.object({ violations: Violations }).parse(found).violations
}

/** Serious and critical violations that axe finds on the page, each with where it is and why. */
export async function barriers(page: Page, asked: Asked = {}): Promise<string[]> {
  const violations = await violationsOn(page, asked)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}

/** What sticks out to the right: of the window, of the box it stands in, or out of sight without a sign that there is more. */
export function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SLACK_PX = 1
    const nameOf = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.textContent ?? '').trim().slice(0, 40)}`
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      const { visibility, clipPath } = getComputedStyle(element)
      return width > 1 && height > 1 && visibility === 'visible' && clipPath === 'none'
    }
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`)
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.scrollWidth <= element.clientWidth + SLACK_PX || element.clientWidth === 0 || !isSeen(element)) continue
      const { overflowX, textOverflow, display } = getComputedStyle(element)
      if (overflowX === 'auto' || overflowX === 'scroll' || display === 'inline' || textOverflow === 'ellipsis') continue
      if (element instanceof HTMLInputElement || element.closest('svg, [data-scrolls]')) continue
      // Text may be cut inside, where a sign says so: only boxes of which something is really seen beyond the edge count.
      const right = element.getBoundingClientRect().right
      const beyond = [...element.querySelectorAll('*')].filter(
        (inner) => isSeen(inner) && inner.getBoundingClientRect().right > right + SLACK_PX,
      )
      const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
      if (beyond.length > 0 || ownText) found.push(`${element.scrollWidth} in ${element.clientWidth}: ${nameOf(element)}`)
    }
    return found
  })
}

/** Waits until what was just changed about the window is drawn, fonts included. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frames = 0; frames < 2; frames += 1) await new Promise((frame) => requestAnimationFrame(frame))
  })
}
