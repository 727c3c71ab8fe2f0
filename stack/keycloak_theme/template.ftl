<#-- Every page of Keycloak's: the header of our own pages, one column, a language at hand. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!doctype html>
<html lang="${(locale.currentLanguageTag)!'en'}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex, nofollow">
  <meta name="theme-color" content="#0b4f4a">
  <#-- Some headings have marks within, which a title would show. -->
  <#assign heading><#nested "header"></#assign>
  <title>${heading?markup_string?replace("<[^>]*>", "", "r")?trim?no_esc} – ${msg("ispName")}</title>
  <link rel="icon" href="data:,">
  <#list properties.styles?split(' ') as style>
  <link rel="stylesheet" href="${url.resourcesPath}/${style}">
  </#list>
  <#-- What Keycloak's own scripts for passkeys import. -->
  <script type="importmap">{"imports": {"rfc4648": "${url.resourcesCommonPath}/vendor/rfc4648/rfc4648.js"}}</script>
  <#if scripts??>
  <#list scripts as script>
  <script src="${script}"></script>
  </#list>
  </#if>
  <#if authenticationSession??>
  <script type="module">
    <#outputformat "JavaScript">
    import { checkAuthSession, startSessionPolling } from ${(url.resourcesPath + "/js/authChecker.js")?c};
    startSessionPolling(${url.ssoLoginInOtherTabsUrl?c});
    checkAuthSession(${authenticationSession.authSessionIdHash?c});
    </#outputformat>
  </script>
  </#if>
</head>
<body>
  <a class="isp-skip" href="#main">${msg("ispSkip")}</a>
  <header>
    <div class="isp-header"><div class="isp-width isp-header__inner">
      <span class="isp-header__name">${msg("ispName")}</span>
      <#if realm.internationalizationEnabled && locale.supported?size gt 1>
      <span>
        <#list locale.supported as each>
        <#if each.languageTag != locale.currentLanguageTag>
        <a href="${each.url}" lang="${each.languageTag}" hreflang="${each.languageTag}">${each.label}</a>
        </#if>
        </#list>
      </span>
      </#if>
    </div></div>
    <div class="isp-emergency"><div class="isp-width"><p>${msg("ispDanger")}</p></div></div>
    <#if ((locale.currentLanguageTag)!'en') == 'cy'>
    <div class="isp-banner"><div class="isp-width"><p>${msg("ispUnreviewed")}</p></div></div>
    </#if>
  </header>
  <main id="main" class="isp-width" tabindex="-1">
    <h1><#nested "header"></h1>
    <#if displayMessage && message?has_content && (message.type != 'warning' || !isAppInitiatedAction??)>
    <div class="isp-message isp-message--${message.type}" <#if message.type == 'error'>role="alert"<#else>role="status"</#if>>
      <p>${kcSanitize(message.summary)?no_esc}</p>
    </div>
    </#if>
    <#if auth?has_content && auth.showUsername() && !auth.showResetCredentials()>
    <#nested "show-username">
    <p class="isp-who">${msg("ispSigningIn")} <strong id="kc-attempted-username">${auth.attemptedUsername}</strong>
      <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("restartLoginTooltip")}</a></p>
    </#if>
    <#if displayInfo>
    <div id="kc-info" class="isp-info"><#nested "info"></div>
    </#if>
    <#-- Its parent numbers the fields: people go through a page in the order in which it reads. -->
    <#assign fields><#nested "form"></#assign>
    ${fields?markup_string?replace(" tabindex=\"[1-9][0-9]*\"", "", "r")?no_esc}
    <#if auth?has_content && auth.showTryAnotherWayLink()>
    <form id="kc-select-try-another-way-form" action="${url.loginAction}" method="post">
      <input type="hidden" name="tryAnotherWay" value="on">
      <button class="isp-link" id="try-another-way" type="submit">${msg("doTryAnotherWay")}</button>
    </form>
    </#if>
    <#nested "socialProviders">
  </main>
  <footer class="isp-footer"><div class="isp-width"><p>${msg("ispEmergency")}</p></div></footer>
</body>
</html>
</#macro>
