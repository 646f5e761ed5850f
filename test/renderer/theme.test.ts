import { describe, expect, test } from 'vitest'
import { type Meaning, type Palette, palettes } from '../../src/renderer/theme'

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

const AA_TEXT = 4.5
const AA_SHAPE = 3

type Pair = readonly [what: string, text: string, ground: string]

function textPairs(palette: Palette): readonly Pair[] {
  const { paper, surface, head, hover, ink, dimmed } = palette
  const grounds = { paper, surface, head, hover }
  const meanings: Record<string, Meaning> = { action: palette.action, wait: palette.wait, done: palette.done, wrong: palette.wrong }
  const onGrounds = (name: string, text: string) =>
    Object.entries(grounds).map(([ground, colour]): Pair => [`${name} on ${ground}`, text, colour])
  const ofMeaning = ([name, meaning]: [string, Meaning]): readonly Pair[] => [
    ...onGrounds(name, meaning.text),
    [`${name} on its soft ground`, meaning.text, meaning.soft],
    [`${name} on its soft ground under the pointer`, meaning.text, meaning.softHover],
    [`white on ${name}`, '#ffffff', meaning.fill],
    [`white on ${name} under the pointer`, '#ffffff', meaning.fillHover],
    [`ink on soft ${name}`, ink, meaning.soft],
  ]
  return [
    ...onGrounds('ink', ink),
    ...onGrounds('dimmed', dimmed),
    ['dimmed on a selected row', dimmed, palette.action.soft],
    ...Object.entries(meanings).flatMap(ofMeaning),
  ]
}

describe.each(Object.entries(palettes))('the %s palette', (_name, palette) => {
  test.each(textPairs(palette))('%s keeps AA', (_what, text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(AA_TEXT)
  })

  test.each([
    ['edge of a field', palette.lineStrong, palette.surface],
    ['edge of a field on paper', palette.lineStrong, palette.paper],
    ['focus', palette.action.text, palette.paper],
    ['bar of what is cleared', palette.clearedBar, palette.surface],
    ['bar of what waits', palette.waitBar, palette.surface],
  ])('%s can be told from its ground', (_what, shape, ground) => {
    expect(contrast(shape, ground)).toBeGreaterThanOrEqual(AA_SHAPE)
  })
})
