import { describe, expect, it } from 'vitest'
import { GatewayName, usualSettings } from '../../../../src/preload/contract/gateways'
import { draftOf, readSettings, settingFields } from '../../../../src/renderer/views/gateways/settings-draft'

describe('the settings of a connector', () => {
  it.each(GatewayName.options)('%s: the form has a field for each, and gives back what it was given', (name) => {
    const settings = usualSettings(name)
    const draft = draftOf(settings)
    // What the columns of files mean is said where a file is brought in.
    expect(
      Object.keys(draft)
        .filter((field) => field !== 'profile')
        .sort(),
    ).toEqual(settingFields[name].map((field) => field.name).sort())
    expect(readSettings(name, draft)).toEqual({ settings, problems: [] })
  })

  it.each([
    { name: 'storefront', change: { port: '' }, problem: 'port' },
    { name: 'storefront', change: { port: 70_000 }, problem: 'port' },
    { name: 'storefront', change: { bind: ' ' }, problem: 'bind' },
    { name: 'storefront', change: { publicUrl: 'pay.example.jp' }, problem: 'publicUrl' },
    { name: 'mail_out', change: { from: 'bank' }, problem: 'from' },
    { name: 'mail_out', change: { security: 'ssl' }, problem: 'security' },
    { name: 'mail_in', change: { everyMinutes: 0 }, problem: 'everyMinutes' },
    { name: 'webhook', change: { timeoutSeconds: 61 }, problem: 'timeoutSeconds' },
  ] as const)('of $name do not fit with $change', ({ name, change, problem }) => {
    expect(readSettings(name, { ...draftOf(usualSettings(name)), ...change })).toEqual({ settings: null, problems: [problem] })
  })

  it('are kept without the spaces around them', () => {
    const draft = { ...draftOf(usualSettings('mail_out')), host: ' smtp.example.jp ', from: ' bank@example.jp ' }
    expect(readSettings('mail_out', draft).settings).toMatchObject({ host: 'smtp.example.jp', from: 'bank@example.jp' })
  })
})
