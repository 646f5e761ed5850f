import { expect, it } from 'vitest'
import { DAIKO_NODE, isAtLeast, SET_UP_NODE } from '../../resources/node-version.mjs'

it.each([
  ['v24.21.0', true, true],
  ['v22.13.0', true, true],
  ['v22.12.9', true, false],
  ['v20.20.2\n', true, false],
  ['v20.0.0', true, false],
  ['v18.20.4', false, false],
  ['', false, false],
  ['left blank', false, false],
])('%j sets Daiko up: %s, runs it: %s', (version, setsUp, runs) => {
  expect(isAtLeast(version, SET_UP_NODE)).toBe(setsUp)
  expect(isAtLeast(version, DAIKO_NODE)).toBe(runs)
})
