import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AgentIdentity } from '../../../preload/contract/agent'
import type { OutputOf } from '../../../preload/contract/methods'
import { useAct, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { type Fact, FactList } from '../merchants/TermFacts'
import { Section } from '../settings/Section'
import styles from './agent.module.css'

export type KeptSettings = OutputOf<'settings.agent.get'>

/** Who issues statements; an administrator changes it, and it holds at once. */
export function IdentityPanel({ settings }: { settings: KeptSettings }) {
  const { t } = useWords()
  const mayAdminister = useMay('administer')
  const [changing, setChanging] = useState(false)
  const action =
    mayAdminister && !changing ? (
      <Button onClick={() => setChanging(true)} size="xs" variant="default">
        {t('agent.changeIdentity')}
      </Button>
    ) : null
  return (
    <Section actions={action} note={t('agent.identityText')} title={t('agent.identity')}>
      {changing ? <IdentityForm onEnd={() => setChanging(false)} settings={settings} /> : <IdentityFacts {...settings.identity} />}
    </Section>
  )
}

export function IdentityFacts({ name, postalAddress, tNumber }: AgentIdentity) {
  const { t } = useWords()
  const facts: Fact[] = [
    [t('agent.name'), name || <span className={styles.waits}>{t('agent.notSettled')}</span>],
    [
      t('agent.postalAddress'),
      <span className={styles.address} key="address">
        {postalAddress || '–'}
      </span>,
    ],
    [
      t('agent.tNumber'),
      <span className={tNumber === null ? styles.waits : undefined} key="t">
        {tNumber === null ? t('agent.noTNumber') : <Code>{tNumber}</Code>}
      </span>,
    ],
  ]
  return <FactList facts={facts} />
}

function IdentityForm({ settings, onEnd }: { settings: KeptSettings; onEnd: () => void }) {
  const { t } = useWords()
  const [identity, setIdentity] = useState(settings.identity)
  const save = useAct('settings.agent.save')
  const change = (changes: Partial<AgentIdentity>) => setIdentity((before) => ({ ...before, ...changes }))
  const { version, rules } = settings
  const send = () => {
    const tNumber = identity.tNumber?.normalize('NFKC').trim().toUpperCase() || null
    save.mutate({ version, settings: { identity: { ...identity, tNumber }, rules } }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="sm" maw={520}>
      <TextInput
        data-autofocus
        label={t('agent.name')}
        maxLength={100}
        onChange={(event) => change({ name: event.currentTarget.value })}
        size="xs"
        value={identity.name}
      />
      <Textarea
        autosize
        label={t('agent.postalAddress')}
        maxLength={200}
        minRows={2}
        onChange={(event) => change({ postalAddress: event.currentTarget.value })}
        size="xs"
        value={identity.postalAddress}
      />
      <TextInput
        description={t('agent.tNumberHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        label={t('agent.tNumber')}
        maxLength={20}
        onChange={(event) => change({ tNumber: event.currentTarget.value })}
        size="xs"
        value={identity.tNumber ?? ''}
        w={240}
      />
      <RefusalText error={save.error} />
      <Group gap="xs">
        <Button loading={save.isPending} onClick={send} size="xs">
          {t('agent.saveIdentity')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
