/** How Teams shows cards in its light theme, as the official renderer takes it; sizes and colours as Microsoft publishes them. */

const FOREGROUND = {
  default: { default: '#252424', subtle: '#bf252424' },
  accent: { default: '#6264a7', subtle: '#8b8cc7' },
  good: { default: '#92c353', subtle: '#e592c353' },
  warning: { default: '#f8d22a', subtle: '#e5f8d22a' },
  attention: { default: '#c4314b', subtle: '#e5c4314b' },
};

function style(backgroundColor: string) {
  return { backgroundColor, foregroundColors: FOREGROUND };
}

export const TEAMS_HOST_CONFIG = {
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  fontStyles: {
    default: {
      fontFamily: "'Segoe UI', 'DejaVu Sans', sans-serif",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 200, default: 400, bolder: 600 },
    },
  },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f9f8f7'),
    accent: style('#c7def9'),
    good: style('#ccffcc'),
    attention: style('#ffc5b2'),
    warning: style('#ffe2b2'),
  },
  actions: {
    maxActions: 6,
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};
