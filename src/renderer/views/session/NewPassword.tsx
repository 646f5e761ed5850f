import { PasswordInput } from '@mantine/core'
import { useWords, type WordKey } from '../../words'

export interface TwicePassword {
  first: string
  again: string
}

export const NO_PASSWORD: TwicePassword = { first: '', again: '' }

/** Whether both fields hold the same, and something. The core judges the password itself. */
export function agrees(password: TwicePassword): boolean {
  return password.first !== '' && password.first === password.again
}

interface NewPasswordProps {
  value: TwicePassword
  onChange: (value: TwicePassword) => void
  label: WordKey
  labelAgain: WordKey
}

/** A new password, typed twice. Any length from 12, no rules of composition. */
export function NewPassword({ value, onChange, label, labelAgain }: NewPasswordProps) {
  const { t } = useWords()
  const differ = value.again !== '' && !agrees(value)
  const eye = { 'aria-label': t(label) }
  return (
    <>
      <PasswordInput
        label={t(label)}
        description={t('session.passwordHint')}
        value={value.first}
        autoComplete="new-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={eye}
        onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
      />
      <PasswordInput
        label={t(labelAgain)}
        value={value.again}
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={differ ? t('session.passwordsDiffer') : undefined}
        visibilityToggleButtonProps={eye}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
      />
    </>
  )
}
