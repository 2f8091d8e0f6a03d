#set( $H = '#' )
/* What other modules may use of ${moduleName}. */
${H}ifndef ${moduleName.toUpperCase()}_H
${H}define ${moduleName.toUpperCase()}_H

/* What the module says when it is loaded. */
const char *${moduleName}_greeting(void);

${H}endif
