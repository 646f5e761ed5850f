import type { StorefrontWords } from '../../words'
import { type FieldFault, RadioCards, TextField } from './fields'

const TYPES = ['1', '2', '4'] as const

interface AccountFieldsProps {
  readonly words: StorefrontWords
  readonly typed: { readonly accountType: string; readonly accountNumber: string; readonly holderKana: string }
  readonly faults: readonly FieldFault[]
  /** How the holder is to be written, with an example of such a one; left out, a company. */
  readonly holderHint?: string
}

/** Type, number and holder of an account. */
export function AccountFields({ words, typed, faults, holderHint = words.forms.holderHint }: AccountFieldsProps) {
  const { forms, nouns } = words
  return (
    <>
      <RadioCards
        words={words}
        name="accountType"
        label={forms.accountType}
        required
        faults={faults}
        value={typed.accountType}
        options={TYPES.map((value) => ({ value, title: nouns.accountType[value] }))}
      />
      <TextField
        words={words}
        name="accountNumber"
        label={forms.accountNumber}
        hint={forms.accountNumberHint}
        required
        faults={faults}
        value={typed.accountNumber}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        short
      />
      <TextField
        words={words}
        name="holderKana"
        label={forms.holder}
        hint={holderHint}
        required
        faults={faults}
        value={typed.holderKana}
        autoComplete="off"
        maxLength={60}
      />
    </>
  )
}
