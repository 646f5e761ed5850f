import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSessionAct } from '../../api'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Card } from './Card'
import { agrees, NewPassword, NO_PASSWORD } from './NewPassword'

/** First run: the ledger is new and knows nobody. */
export function FirstAdministrator() {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [password, setPassword] = useState(NO_PASSWORD)
  const create = useSessionAct('session.createFirstAdministrator')
  const errors = fieldErrors(create.error, t)
  return (
    <Card title={t('session.firstTitle')} text={t('session.firstText')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({ name: name.trim(), displayName: displayName.trim(), password: password.first })
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('session.userName')}
            value={name}
            error={errors.name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
          />
          <TextInput
            label={t('session.displayName')}
            value={displayName}
            error={errors.displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
            autoComplete="name"
            required
            withAsterisk={false}
          />
          <NewPassword value={password} onChange={setPassword} label="session.password" labelAgain="session.passwordAgain" />
          <RefusalText error={create.error} />
          <Button type="submit" loading={create.isPending} disabled={!agrees(password)}>
            {t('session.firstDone')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
